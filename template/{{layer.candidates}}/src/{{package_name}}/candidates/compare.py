"""Every candidate answers the same cases; a report says how well, how fast and for how much."""

from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console

from ..language_models.gateway import Gateway
from .build import Chosen
from .report import write
from .rows import Result, row


def compare(
    console: Console,
    chosen: Sequence[Chosen],
    measure: Callable[[Gateway | None], Result],
    folder: Path,
    unit: str,
) -> bool:
    """Measure every candidate and write `models.md`; return whether each answered something.

    A case is called `unit` in the report. What a call cost that was given up, nobody tells.
    """
    rows, silent = [], []
    for one in chosen:
        result = measure(one.model)
        rows.append(row(one, result))
        if all(case.unanswered for case in result.cases):
            silent.append(f"{one.label} answered nothing: {result.cases[0].unanswered}")
    page = write(rows, folder, unit)
    console.print(page.read_text(encoding="utf-8"), markup=False, highlight=False)
    for sentence in silent:
        console.print(sentence, style="red", markup=False, highlight=False)
    console.print(f"{page} shows it with a chart.", highlight=False)
    return not silent
