"""What the command line shows: a plan, an explanation, the catalogue, and progress."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from groundplan.catalogue import Catalogue
from groundplan.combinations import valid
from groundplan.explanation import Explanation
from groundplan.schema import Decision

_EVERY = 0.1  # seconds between two looks at how far the rendering is


def show_plan(console: Console, plan: Explanation, target: Path, name: str) -> None:
    """What is about to be written: the answers, the size of the tree, decisions and exclusions."""
    console.print(Text.assemble((name, "bold"), f"  {target}"))
    console.print(_answers(plan))
    folders = ", ".join(f"{folder} {number}" for folder, number in plan.folders().items())
    console.print(
        Text(f"\n{len(plan.files)} files, about {plan.bytes / 1024:.0f} KiB ({folders})"),
        highlight=False,
    )
    show_reasons(console, plan)


def show_reasons(console: Console, plan: Explanation, *, long: bool = False) -> None:
    """Decisions and what was ruled out; `long` adds why, against what, and when to decide again."""
    if plan.decisions:
        console.print("\nDecided", style="bold")
    show_decisions(console, plan.decisions, long=long)
    if plan.excluded:
        console.print("\nRuled out by these answers", style="bold")
    for found in plan.excluded:
        _point(console, f"{found.question} {found.value}", found.reason)


def show_decisions(console: Console, decisions: Iterable[Decision], *, long: bool) -> None:
    """Decisions as a list; `long` adds why, against what, and when to decide again."""
    for entry in decisions:
        _point(console, entry.topic, entry.choice)
        if not long:
            continue
        _point(console, "because", entry.because, indent=4)
        for other in entry.ruled_out:
            _point(console, "not", f"{other.option}: {other.reason}", indent=4)
        _point(console, "revisit", entry.revisit, indent=4)


def _point(console: Console, label: str, text: str, indent: int = 2) -> None:
    """One point of a list; a label in front of a text that wraps under itself."""
    line = Text.assemble((f"{label}: ", "cyan" if indent == 2 else "dim"), text)
    console.print(Padding(line, (0, 0, 0, indent)), highlight=False)


def show_explanation(console: Console, plan: Explanation) -> None:
    """Everything that follows from the answers."""
    console.print(_answers(plan))
    budget = plan.budget
    if budget.p95_ms is not None:
        console.print(
            Text(
                f"\nBudget: first output within {budget.first_output_ms} ms, p95 {budget.p95_ms} ms"
            )
        )
    console.print("\nLayers", style="bold")
    for layer in plan.layers:
        _point(console, layer.name, layer.purpose)
    show_reasons(console, plan, long=True)


def show_blueprints(console: Console, catalogue: Catalogue) -> None:
    """The catalogue as two tables: problems and presets."""
    combinations = [answers["problem"] for answers in valid(catalogue)]
    problems = Table("problem", "builds", "modality", "own questions", "combinations")
    for name, held in catalogue.blueprints.items():
        number = str(combinations.count(name))
        problems.add_row(
            name, held.title, ", ".join(held.modalities), ", ".join(held.questions), number
        )
    console.print(problems)
    presets = Table("preset", "what it is", "answers")
    for name, preset in sorted(catalogue.presets.items()):
        presets.add_row(name, preset.title, " ".join(preset.answers.values()))
    console.print(presets)


def show_next(console: Console, target: Path) -> None:
    """The three commands to go on with."""
    console.print("\nReady. To go on:", style="bold")
    for command, purpose in (
        (f"cd {_quoted(target)}", "the repository, with its first commit made"),
        ("make demo", "see it do its job, off-line"),
        ("make help", "everything else it can do"),
    ):
        console.print(Text.assemble(f"  {command}", (f"  # {purpose}", "dim")), soft_wrap=True)


@contextmanager
def progress(console: Console, folder: Path, files: int) -> Iterator[None]:
    """A bar that follows the files in `folder`; one line where the output is not a terminal."""
    if not console.is_terminal:
        console.print(f"\nRendering {files} files …", highlight=False)
        yield
        return
    columns = (TextColumn("Rendering"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    finished = Event()
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=files)

        def written() -> int:
            return sum(path.is_file() for path in folder.rglob("*") if ".git" not in path.parts)

        def follow() -> None:
            while not finished.wait(_EVERY):
                bar.update(task, completed=min(written(), files))

        watcher = Thread(target=follow, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            finished.set()
            watcher.join()


def _answers(plan: Explanation) -> Table:
    table = Table.grid(padding=(0, 2))
    for question, value in plan.answers.items():
        table.add_row(f"  {question}", Text(value, style="cyan"))
    return table


def _quoted(path: Path) -> str:
    import shlex

    return shlex.quote(str(path))
