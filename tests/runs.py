"""Runs of the matrix for tests of its report."""

from collections.abc import Iterable
from datetime import UTC, datetime

from groundplan.catalogue import Catalogue
from groundplan.combinations import valid
from groundplan.matrix.model import Case, Outcome, Verdict
from groundplan.matrix.report.run import Run

STARTED = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
CHECKS = ("render", "ruff", "demo", "tests/test_store.py")


def every(catalogue: Catalogue) -> tuple[Case, ...]:
    """Every combination of the catalogue."""
    return tuple(Case(answers) for answers in valid(catalogue))


def verdict(case: Case, *faults: str, reused: str | None = None, seconds: float = 1.5) -> Verdict:
    """A combination whose `demo` failed with these faults; without any, it passed."""
    others = tuple(Outcome(check, 0.25, reused=reused) for check in CHECKS if check != "demo")
    return Verdict(case, seconds, (*others, Outcome("demo", 0.5, faults)))


def run(
    cases: Iterable[Case], failing: dict[str, str] | None = None, *, reached: int | None = None
) -> Run:
    """A run over some combinations.

    Args:
        cases: The combinations.
        failing: What the demo of some of them said, by name.
        reached: How many were run before it was stopped; all if left out.
    """
    held, faults = tuple(cases), failing or {}
    verdicts = tuple(
        verdict(
            case,
            *([faults[case.name]] if case.name in faults else []),
            reused=held[0].name if number % 2 else None,
            seconds=1 + number / 8,
        )
        for number, case in enumerate(held[:reached])
    )
    return Run(STARTED, 0.75 * sum(found.seconds for found in verdicts), held, verdicts)
