"""`make evaluate` and `make rank`: from programs and translators to a leaderboard and a verdict."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from ..printing import show_leaderboard, show_programs
from ..sandbox.sandbox import described
from ..settings import Settings
from ..wiring import build_workshop, candidate_translators, known_programs, recorded_translators
from . import report
from .leaderboard import compete, refusals, rows
from .thresholds import MEASURES, THRESHOLDS, measures, shortfalls, thresholds

REPORTS = Path("reports")
FAILURES = Path("evaluation/failures")


class NoModel(RuntimeError):
    """A model is asked for and none is configured; the message says what to do."""


def evaluate(console: Console, *, models: Sequence[str] = ()) -> bool:
    """Let all translators compete, write the leaderboard; return whether thresholds are met.

    `models` are names, or an empty one for the model that is configured. Without any the recorded
    translators alone compete, so that the result is the same everywhere but for the speeds. The
    thresholds hold for recorded translators. Raises NoModel.
    """
    settings, least = Settings(), thresholds(THRESHOLDS)
    programs, recorded = known_programs(settings), recorded_translators(settings)
    asked = candidate_translators(settings, models) if models else []
    if len(asked) < len(models):
        raise NoModel(
            "no place is configured for a language model that is asked for: README.md says how, "
            "make evaluate needs none"
        )
    workshop = build_workshop(settings)
    bar = iter(track(range(len(programs)), "competing", console=console, transient=True))
    next(bar)
    translators = [*recorded, *asked]
    ends = compete(programs, translators, workshop, settings.translate, lambda: next(bar, None))
    now = datetime.now(UTC).isoformat(timespec="minutes")
    measured = rows(ends, now)
    refused = refusals(FAILURES, workshop)
    names = {translator.name for translator in recorded}
    values = measures([row for row in measured if row.translator in names], refused)
    faults = shortfalls(values, least)
    board = report.leaderboard(
        measured, programs, workshop.compiler, described(), values, least, faults, refused
    )
    board = report.with_earlier(board, REPORTS)
    written = report.write(board, REPORTS)
    show_programs(console, ends)
    show_leaderboard(console, board.rows)
    table = Table("measure, of recorded translations", "measured", "threshold")
    for name in MEASURES:
        threshold = f"{least[name]:.2f}" if name in least else "none"
        table.add_row(name, f"{values[name]:.2f}", threshold)
    console.print(table)
    for fault in faults:
        console.print(fault, style="red", highlight=False)
    console.print(
        f"Recorded translations were written by hand, no model made them. {written} shows each "
        f"translation. {workshop.compiler.version}; {described()}.",
        highlight=False,
        soft_wrap=True,
    )
    return not faults
