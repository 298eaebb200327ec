"""The prompts are files: `translate.md` (what the model is, then the request) and `repair.md`."""

import hashlib
import re
from pathlib import Path
from string import Template

from ..programs.program import Program

_DIVIDER = "\n---\n"
_BLOCK = re.compile(r"```[\w+]*[ \t]*\n(.*?)```", re.DOTALL)


class FaultyPrompt(ValueError):
    """A prompt's file is missing, or lacks a part; the message says which."""


class Prompts:
    """The prompts of a folder. Raises FaultyPrompt.

    `metadata` names them and their version, for traces.
    """

    def __init__(self, folder: Path) -> None:
        translate, repair = folder / "translate.md", folder / "repair.md"
        text = _read(translate)
        parts = text.split(_DIVIDER)
        if len(parts) != 2:
            raise FaultyPrompt(f"{translate} needs two parts with a line of three hyphens between")
        self.system = parts[0].strip()
        self._request = _template(translate, parts[1], {"source", "declaration"})
        self._repair = _template(repair, _read(repair), {"complaint"})
        self.version = hashlib.sha256((text + _read(repair)).encode()).hexdigest()[:8]
        self.metadata = {"prompt": translate.stem, "prompt_version": self.version}

    def request(self, program: Program) -> str:
        """Return what is asked first."""
        return self._request.substitute(
            source=program.source.strip(), declaration=program.declaration
        )

    def repair(self, complaint: str) -> str:
        """Return what is asked when a translation was rejected."""
        return self._repair.substitute(complaint=complaint)


def code_block(text: str) -> str:
    """Return the longest fenced block of a reply, or all of it where there is none."""
    blocks = _BLOCK.findall(text)
    return max(blocks, key=len) if blocks else text


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FaultyPrompt(f"{path} cannot be read: {error}") from error


def _template(path: Path, text: str, needed: set[str]) -> Template:
    template = Template(text.strip())
    missing = needed - set(template.get_identifiers())
    if missing:
        raise FaultyPrompt(f"{path} lacks the placeholder ${' and $'.join(sorted(missing))}")
    return template
