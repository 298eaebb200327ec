"""The prompt is a file, `prompts/answer.md`: first what the model is, then what it is asked."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from string import Template

from ..ports import Hit, Request

NOT_SUPPORTED = "NOT IN THE DOCUMENTS"
_DIVIDER = "\n---\n"


class FaultyPrompt(ValueError):
    """The prompt's file is missing, or lacks a part; the message says which."""


class Prompt:
    """The prompt of a file. Raises FaultyPrompt.

    `metadata` names it and its version, so that an answer can be held against it.
    """

    def __init__(self, path: Path) -> None:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise FaultyPrompt(f"{path} cannot be read: {error}") from error
        parts = text.split(_DIVIDER)
        if len(parts) != 2:
            raise FaultyPrompt(f"{path} needs two parts with a line of three hyphens between them")
        self._system = parts[0].strip()
        self._request = Template(parts[1].strip())
        missing = {"passages", "question"} - set(self._request.get_identifiers())
        if missing:
            raise FaultyPrompt(f"{path} lacks the placeholder ${' and $'.join(sorted(missing))}")

        version = hashlib.sha256(text.encode()).hexdigest()[:12]
        self.metadata = {"prompt": path.stem, "prompt_version": version}

    def request(self, question: str, hits: Sequence[Hit]) -> Request:
        """Return both parts, the second with the passages, numbered from 1, and the question."""
        passages = "\n\n".join(
            f"[{number}] {hit.chunk.section or hit.chunk.title}\n{hit.chunk.text}"
            for number, hit in enumerate(hits, start=1)
        )
        prompt = self._request.substitute(passages=passages, question=question)
        return Request(self._system, prompt, question, self.metadata)
