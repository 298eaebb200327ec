"""What the matrix speaks of: a combination, a check of it, and what came out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Case:
    """One combination of answers."""

    answers: Mapping[str, str]

    @property
    def name(self) -> str:
        """Its values in the order of the questions: `rag-text-batch-cpu-api`."""
        return "-".join(self.answers.values())

    @property
    def problem(self) -> str:
        """The blueprint it belongs to."""
        return self.answers["problem"]


@dataclass(frozen=True)
class Render:
    """A combination rendered into a folder of its own."""

    case: Case
    folder: Path


# A static check: what is wrong with a render, a sentence each; nothing when all is well.
Check = Callable[[Render], list[str]]


@dataclass(frozen=True)
class Outcome:
    """One check of one combination.

    Attributes:
        check: Its name: `ruff`, `types`, `tests/test_store.py`, `demo`, `routes` …
        seconds: How long it took, waiting included.
        faults: What is wrong, a text each; none when it passed.
        reused: The combination in which the check passed on the same inputs, if it was not run.
    """

    check: str
    seconds: float
    faults: tuple[str, ...] = ()
    reused: str | None = None


@dataclass(frozen=True)
class Verdict:
    """All that was found about one combination; `seconds` is the time from start to end."""

    case: Case
    seconds: float
    outcomes: tuple[Outcome, ...]

    @property
    def passed(self) -> bool:
        """Whether no check found a fault."""
        return not any(outcome.faults for outcome in self.outcomes)
