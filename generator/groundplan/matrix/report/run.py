"""A run of the matrix: what was asked of it, what came out, and the numbers that follow."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from groundplan.matrix.model import Case, Outcome, Verdict

SLOWEST = 10


@dataclass(frozen=True)
class Run:
    """All of one run; a case without a verdict was not reached.

    Attributes:
        started: When it began, with its time zone.
        seconds: How long it took by the clock.
        cases: The combinations that were to be run.
        verdicts: What came out, in any order.
    """

    started: datetime
    seconds: float
    cases: tuple[Case, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def total(self) -> int:
        """How many combinations were to be run."""
        return len(self.cases)

    @property
    def passed(self) -> int:
        """How many passed."""
        return sum(verdict.passed for verdict in self.verdicts)

    @property
    def failed(self) -> int:
        """How many failed."""
        return len(self.verdicts) - self.passed

    @property
    def missing(self) -> int:
        """How many were not reached, because the run was stopped."""
        return self.total - len(self.verdicts)

    @property
    def each(self) -> float:
        """Seconds by the clock for one combination."""
        return self.seconds / max(len(self.verdicts), 1)

    @property
    def outcomes(self) -> list[Outcome]:
        """Every check of every combination."""
        return [outcome for verdict in self.verdicts for outcome in verdict.outcomes]

    @property
    def reused(self) -> int:
        """How many checks had passed on the same inputs before and were not run again."""
        return sum(outcome.reused is not None for outcome in self.outcomes)

    def slowest(self) -> list[Verdict]:
        """The combinations that took longest, longest first."""
        return sorted(self.verdicts, key=lambda verdict: -verdict.seconds)[:SLOWEST]

    def of(self, problem: str) -> "Run":
        """The part that belongs to one problem; `seconds` is the sum over its combinations."""
        verdicts = tuple(found for found in self.verdicts if found.case.problem == problem)
        return Run(
            self.started,
            sum(verdict.seconds for verdict in verdicts),
            tuple(case for case in self.cases if case.problem == problem),
            verdicts,
        )

    def closing_line(self) -> str:
        """The last line of a run, as a test runner writes it."""
        missing = f", {self.missing} not run" if self.missing else ""
        return (
            f"{self.passed} passed, {self.failed} failed{missing} of {self.total} combinations "
            f"in {self.seconds:.1f} s ({self.each:.2f} s each)"
        )


def problems(cases: Iterable[Case]) -> list[str]:
    """The problems that occur, in the order in which they do."""
    return list(dict.fromkeys(case.problem for case in cases))


def reproducing(name: str) -> str:
    """The command that runs one combination alone."""
    return f".venv/bin/groundplan matrix run --only {name}"
