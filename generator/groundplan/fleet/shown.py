"""A fleet for a person at a terminal: tables, and how far an update is."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from groundplan.catalogue import CORE, FREE
from groundplan.fleet.result import STATES, Result, State, counted
from groundplan.fleet.status import Status

COLOURS: dict[State, str] = {
    "done": "green",
    "up to date": "green",
    "needs a person": "yellow",
    "failed": "red",
}


def standing(status: Status) -> str:
    """How a repository stands to this release, in words."""
    if status.behind:
        return f"{status.behind} release{'s' if status.behind > 1 else ''} behind"
    return status.standing


def tree(status: Status) -> str:
    """Whether its working tree is clean, and what is under way in it."""
    changed = {None: "unknown", 0: "clean"}.get(status.changed, f"{status.changed} not committed")
    return f"{changed}; {status.under_way}" if status.under_way else changed


def answers(status: Status) -> str:
    """Its answers in short."""
    held = status.answers
    order = [*CORE, *(name for name in held if name not in (*CORE, *FREE))]
    return " ".join(held[name] for name in order if name in held)


def show_status(console: Console, statuses: Sequence[Status]) -> None:
    """A table of repositories; what is wrong with one stands in its row."""
    table = Table("repository", "version", "stands", "answers", "working tree", "at risk")
    for status in statuses:
        name = _named(status.path)
        if status.fault:
            fault = Text(status.fault, style="red")
            table.add_row(name, status.version or "-", fault, answers(status), tree(status))
            continue
        risk = "?" if status.at_risk is None else str(len(status.at_risk) or "-")
        table.add_row(name, status.version, standing(status), answers(status), tree(status), risk)
    console.print(table)
    behind = sum(status.standing == "behind" for status in statuses)
    console.print(f"{len(statuses)} repositories, {behind} behind.", highlight=False)


def show_results(console: Console, results: Sequence[Result]) -> None:
    """A table of what became of each, those that need something last; commands; the numbers."""
    table = Table("repository", "ended", "branch", "about")
    ordered = sorted(results, key=lambda one: STATES.index(one.state))
    for result in ordered:
        about = Text(f"{result.says} {result.pull_request or ''}".strip())
        state = Text(result.state, style=COLOURS[result.state])
        table.add_row(_named(Path(result.path)), state, result.branch or "", about)
    console.print(table)
    commands = [result.command for result in ordered if result.command]
    if commands:
        console.print("\n[bold]By hand[/bold]")
    for command in commands:
        console.print(f"  {command}", markup=False, highlight=False, soft_wrap=True)
    numbers = (f"{number} {state}" for state, number in counted(results).items() if number)
    console.print(f"\n{', '.join(numbers) or 'nothing was begun'}.", highlight=False)


class Live:
    """How far a run is: a bar with what is under way, and a line for each that has ended."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._under_way = progress, dict[Path, None]()
        self._task = progress.add_task("", total=total)

    def started(self, path: Path) -> None:
        """One begins."""
        self._under_way[path] = None
        self._name()

    def finished(self, path: Path, said: str, colour: str = "") -> None:
        """One has ended."""
        self._under_way.pop(path, None)
        if said:
            self._progress.console.print(Text.assemble((said, colour), f"  {path}"))
        self._progress.advance(self._task)
        self._name()

    def _name(self) -> None:
        names = ", ".join(path.name for path in self._under_way)
        self._progress.update(self._task, description=escape(names))


@contextmanager
def live(console: Console, total: int) -> Iterator[Live]:
    """A bar, gone when the run is over; none where the output is not a terminal."""
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    silent = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=silent) as progress:
        yield Live(progress, total)


def _named(path: Path) -> Text:
    """A path, seen from here if it lies below."""
    here = Path.cwd()
    below = path != here and path.is_relative_to(here)
    return Text(str(path.relative_to(here) if below else path), overflow="fold")
