"""The verdict for people: where the model can live, the arithmetic, the sources, the decisions."""

from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from groundplan.combinations import fits
from groundplan.deciding.schema import Deciding
from groundplan.deciding.verdict import Verdict
from groundplan.deciding.worksheet import money, number, plain, shown
from groundplan.display import show_decisions

PLACES = ("where", "$ a month", "requests a day it bears", "ms at p95", "in time")
VOLUMES = ("requests a day", "provider", "machine", "machines at the peak", "cheaper")
HOW_TO_ASK = (
    "\nWhat it costs, and from when on a machine of your own pays: add your numbers, as in "
    "--requests-per-day 20000 (groundplan explain --help lists them)"
)


def show(console: Console, deciding: Deciding, verdict: Verdict) -> None:
    """Everything; the decisions come last, where a terminal leaves the eye."""
    console.print("\nThe numbers", style="bold")
    said = (f"{name} {plain(deciding, name, value)}" for name, value in verdict.numbers.items())
    _line(console, " · ".join(said))
    console.print("\nWhere the model can live", style="bold")
    console.print(Padding(_table(PLACES, places(verdict)), (0, 0, 0, 2)))
    for title, lines in arithmetic(deciding, verdict):
        console.print(f"\nThe arithmetic: {title}", style="bold")
        for line in lines:
            _line(console, line)
    console.print("\nA month, by requests a day", style="bold")
    console.print(Padding(_table(VOLUMES, volumes(verdict)), (0, 0, 0, 2)))
    console.print("\nPrices and speeds (--prices FILE replaces them)", style="bold")
    for line in sources(verdict):
        _line(console, line)
    console.print("\nDecided from these numbers", style="bold")
    show_decisions(console, verdict.decisions, long=True)


def places(verdict: Verdict) -> Iterator[tuple[str, ...]]:
    """The provider and every machine that holds the model."""
    held = verdict.values
    in_time = verdict.facts["provider_in_time"]
    yield "a provider", money(held["api_month"]), "-", number(held["api_p95_ms"]), in_time
    for place in verdict.places:
        month, capacity, late = (
            place.values[name] for name in ("local_month", "capacity", "local_p95_ms")
        )
        in_time = place.facts["machine_in_time"]
        yield place.title, money(month), number(capacity), number(late), in_time


def arithmetic(deciding: Deciding, verdict: Verdict) -> Iterator[tuple[str, list[str]]]:
    """Each part of the worksheet that applies, under its title."""
    for part, lines in shown(deciding, verdict.values).items():
        if any(fits(facts, verdict.facts) for facts in deciding.left_out.get(part, ())):
            continue
        machine = f", {verdict.texts['machine']}" if part == "machine" else ""
        yield part.replace("_", " ") + machine, lines


def volumes(verdict: Verdict) -> Iterator[tuple[str, ...]]:
    """What a month costs at other numbers of requests."""
    for volume in verdict.volumes:
        row = f"{volume.requests_per_day:,}", money(volume.provider)
        if volume.machine is None:
            yield *row, "-", "-", "provider"
            continue
        cheaper = "provider" if volume.provider < volume.machine else "machine"
        yield *row, money(volume.machine), f"{volume.machines:,}", cheaper


def sources(verdict: Verdict) -> Iterator[str]:
    """Where each entry comes from, and what about it was not checked."""
    for name, entry in verdict.sources.items():
        doubt = "" if entry.checked else "; not checked"
        date = f", {entry.date}" if entry.date else ""
        note = f" ({entry.note})" if entry.note else ""
        yield f"{name}: {entry.source}{date}{doubt}{note}"


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Table:
    table = Table(*head)
    for row in rows:
        table.add_row(*row)
    return table


def _line(console: Console, text: str) -> None:
    console.print(Padding(Text(text), (0, 0, 0, 2)), highlight=False)
