"""What varies, and what the rest of the code may expect of it.

Nothing here names a library or a provider. `wiring.py` chooses what stands behind each port.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from .programs.program import Program


@dataclass(frozen=True, slots=True)
class Attempt:
    """A translation that was rejected, and why."""

    source: str
    complaint: str


@dataclass(frozen=True, slots=True)
class Written:
    """C++, and of what a model wrote: its name, and the US dollars that this answer cost."""

    source: str
    by: str = ""
    usd: float = 0.0


class NoTranslation(RuntimeError):
    """A translator has nothing to say to a program; the message says why and what to do."""


class Translator(Protocol):
    """Writes C++ for a Python program."""

    @property
    def name(self) -> str:
        """Identifies it on the leaderboard."""

    @property
    def origin(self) -> str:
        """Says where its translations come from: that they are recorded, or of which prompts."""

    def translate(self, program: Program, attempts: Sequence[Attempt]) -> Written:
        """Return C++ that defines `program.declaration`.

        `attempts` are the earlier ones of this program, oldest first; none of them may come again.
        Raises NoTranslation.
        """
