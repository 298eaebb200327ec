"""Prompts are files, and each has a version: what stands in it, in short.

A call's traces name both, so that an answer can be held against the words that asked for it.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Self

_DIVIDER = "\n---\n"


class FaultyPrompt(ValueError):
    """A prompt's file is missing, or lacks a part; the message says which."""


@dataclass(frozen=True)
class Prompt:
    """A text for a model, under its name. Another text is another version."""

    name: str
    text: str

    @classmethod
    def read(cls, path: Path, *placeholders: str) -> Self:
        """Return the prompt of a file whose request has these placeholders. Raises FaultyPrompt."""
        try:
            prompt = cls(path.stem, path.read_text(encoding="utf-8").strip())
        except (OSError, UnicodeDecodeError) as error:
            raise FaultyPrompt(f"{path} cannot be read: {error}") from error
        if fault := prompt.fault():
            raise FaultyPrompt(f"{path} {fault}")
        missing = set(placeholders) - set(Template(prompt.request).get_identifiers())
        if missing:
            raise FaultyPrompt(f"{path} lacks the placeholder ${' and $'.join(sorted(missing))}")
        return prompt

    def fault(self) -> str:
        """Return what its text lacks; nothing where it is as it should be."""
        return ""

    @property
    def request(self) -> str:
        """What the model is asked, with placeholders such as `$question`."""
        return self.text

    def asking(self, **values: str) -> str:
        """Return the request with its placeholders filled in."""
        return Template(self.request).substitute(values)

    @property
    def version(self) -> str:
        """The beginning of the text's SHA-256."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]

    @property
    def metadata(self) -> dict[str, str]:
        """What goes with a request: `model.invoke(messages, {"metadata": prompt.metadata})`."""
        return {"prompt": self.name, "prompt_version": self.version}


class ChatPrompt(Prompt):
    """A prompt of two parts: what the model is, and what it is asked."""

    def fault(self) -> str:
        """Return that there are other than two parts, if so."""
        whole = self.text.count(_DIVIDER) == 1
        return "" if whole else "needs two parts with a line of three hyphens between them"

    @property
    def system(self) -> str:
        """What the model is."""
        return self.text.partition(_DIVIDER)[0].strip()

    @property
    def request(self) -> str:
        """What the model is asked, with placeholders such as `$question`."""
        return self.text.partition(_DIVIDER)[2].strip()
