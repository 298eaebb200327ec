"""The prompts are files: `translate.md` (what the model is, then the request) and `repair.md`."""

import re
from pathlib import Path

from ..programs.program import Program
from ..prompts import ChatPrompt, Prompt

_BLOCK = re.compile(r"```[\w+]*[ \t]*\n(.*?)```", re.DOTALL)


class Prompts:
    """The prompts of a folder. Raises FaultyPrompt.

    `version` is that of both, and `metadata` names it for traces.
    """

    def __init__(self, folder: Path) -> None:
        self._first = ChatPrompt.read(folder / "translate.md", "source", "declaration")
        self._repair = Prompt.read(folder / "repair.md", "complaint")
        self.system = self._first.system
        both = Prompt(self._first.name, self._first.text + self._repair.text)
        self.version, self.metadata = both.version, both.metadata

    def request(self, program: Program) -> str:
        """Return what is asked first."""
        return self._first.asking(source=program.source.strip(), declaration=program.declaration)

    def repair(self, complaint: str) -> str:
        """Return what is asked when a translation was rejected."""
        return self._repair.asking(complaint=complaint)


def code_block(text: str) -> str:
    """Return the longest fenced block of a reply, or all of it where there is none."""
    blocks = _BLOCK.findall(text)
    return max(blocks, key=len) if blocks else text
