"""Prompts are files, and each has a version: what stands in it, in short.

A call's traces name both, so that an answer can be held against the words that asked for it.
"""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from ..tools import DATA_NOT_ORDERS


class FaultyPrompt(ValueError):
    """A prompt cannot be read; the message says why."""


@dataclass(frozen=True)
class Prompt:
    """A text for a model, under its name. Another text is another version."""

    name: str
    text: str

    @property
    def version(self) -> str:
        """The beginning of the text's SHA-256."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]

    @property
    def metadata(self) -> dict[str, str]:
        """What goes with a request: `model.invoke(messages, {"metadata": prompt.metadata})`."""
        return {"prompt": self.name, "prompt_version": self.version}


def read_prompt(path: Path) -> Prompt:
    """Return the prompt of a file. Raises FaultyPrompt."""
    try:
        return Prompt(path.stem, path.read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError) as error:
        raise FaultyPrompt(f"{path} cannot be read: {error}") from None


def system_prompt(path: Path) -> Prompt:
    """Return the prompt of a file, with what holds for all results. Raises FaultyPrompt."""
    prompt = read_prompt(path)
    return replace(prompt, text=f"{prompt.text}\n\n{DATA_NOT_ORDERS}")
