"""Translations and the leaderboard on a terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from .evaluation.leaderboard import Row
from .execution.workshop import Speed
from .translation.translate import Event, Rejection, Step, Translation


def factor(ratio: float | None) -> str:
    """Return how many times faster, as people write it."""
    if ratio is None:
        return "-"
    return f"{ratio:.0f} x" if ratio >= 10 else f"{ratio:.1f} x"


def duration(seconds: float) -> str:
    """Return a time in the unit that suits it."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.0f} ns"


def show_event(console: Console, event: Event) -> None:
    """Print progress: what was done, what was wrong, and at the end the code with its speed."""
    match event:
        case Step(name, attempt):
            what = f"attempt {attempt}: {name}" if attempt else f"Python {name}"
            console.print(what, style="dim", highlight=False)
        case Rejection(attempt, verdict, complaint):
            what = f"attempt {attempt}: {verdict}" if attempt else verdict
            console.print(what, style="yellow", highlight=False)
            console.print(Text(complaint, style="dim"))
        case Translation():
            if event.source:
                console.print(
                    Syntax(event.source.rstrip(), "cpp", background_color="default", word_wrap=True)
                )
            console.print(Text(f"{event.translator} ({event.origin})", style="dim"))
            colour = "green" if event.passed else "red"
            console.print(Text(_summary(event), style=colour))


def show_programs(console: Console, translations: Sequence[Translation]) -> None:
    """Print a table: a line for each program, a column for each translator."""
    translators = list(dict.fromkeys(one.translator for one in translations))
    table = Table("program", "Python", *translators)
    for program in dict.fromkeys(one.program for one in translations):
        cells = {one.translator: one for one in translations if one.program == program}
        speeds = [one.speed for one in cells.values() if one.speed]
        python = duration(speeds[0].python) if speeds else "-"
        table.add_row(program, python, *(_cell(cells.get(name)) for name in translators))
    console.print(table)


def show_leaderboard(console: Console, rows: Sequence[Row]) -> None:
    """Print the ranking, best first."""
    asked = any(row.seconds is not None for row in rows)
    written = ("written in", "US$ each") if asked else ()
    table = Table("", "translator", "passed", "speed-up", "repairs", *written, "origin")
    for rank, row in enumerate(rows, start=1):
        table.add_row(
            str(rank),
            row.translator,
            f"{row.passed} of {row.programs}",
            factor(row.speed_up),
            str(row.repairs),
            *(_written(row) if asked else ()),
            Text(row.origin, style="dim"),
        )
    console.print(table)


def _written(row: Row) -> tuple[str, str]:
    if row.seconds is None or row.usd is None:
        return "-", "-"
    return duration(row.seconds), f"{row.usd:.5f}"


def _summary(end: Translation) -> str:
    repaired = f" after {end.repairs} repairs" if end.repairs else ""
    if not end.passed:
        return f"{end.verdict}{repaired}: {end.complaint}"
    return f"passed{repaired}{_speed(end.speed)}"


def _speed(speed: Speed | None) -> str:
    if speed is None:
        return ""
    times = f"{duration(speed.python)} in Python, {duration(speed.cpp)} in C++"
    return f": {times}, {factor(speed.ratio)} as fast"


def _cell(one: Translation | None) -> Text:
    if one is None:
        return Text("-")
    if not one.passed:
        return Text(one.verdict, style="dim" if one.verdict == "no translation" else "red")
    mended = " (repaired)" if one.repairs else ""
    return Text(f"{factor(one.speed.ratio if one.speed else None)}{mended}", style="green")
