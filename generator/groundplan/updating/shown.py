"""A plan and what came of it, for a person at a terminal."""

from rich.console import Console
from rich.table import Table

from groundplan.updating.plan import Plan
from groundplan.updating.proof import COMMAND, Proof

_MOST = 40


def show_plan(console: Console, plan: Plan) -> None:
    """What an update will do."""
    way = f"{plan.before} → {plan.after}" if plan.before != plan.after else plan.after
    console.print(f"[bold]Update[/bold] {way}", highlight=False)
    if plan.answers:
        table = Table("answer", "from", "to", "because", title="Answers", title_justify="left")
        for one in plan.answers:
            table.add_row(one.question, one.before or "-", one.after or "-", one.why)
        console.print(table)
    if plan.files:
        title = f"Files: {counted(plan)}"
        table = Table("", "file", "", title=title, title_justify="left")
        shown = sorted(plan.files, key=lambda file: (not file.edited, file.path))
        for file in shown[:_MOST]:
            came = f"{file.path}  (was {file.before})" if file.before else file.path
            table.add_row(file.kind, came, "edited by you" if file.edited else "")
        console.print(table)
        if shown[_MOST:]:
            console.print(f"and {len(shown) - _MOST} more; --json lists all", highlight=False)
    for decision in plan.decisions:
        _line(console, "yellow", "decide ", f"{decision.path}: {decision.meanwhile}")
    for conflict in plan.conflicts:
        at = ", ".join(map(str, conflict.lines))
        where = f": line {at}" if at else ": see git status"
        _line(console, "red", "conflict ", f"{conflict.path}{where}")
    for step in plan.steps:
        _line(console, "cyan", "by hand ", step)


def show_written(console: Console, plan: Plan, branch: str | None) -> None:
    """What was written."""
    place = f"on the new branch {branch}" if branch else "in place"
    console.print(f"\nWritten {place}, and not committed.", highlight=False, soft_wrap=True)
    if plan.conflicts:
        console.print(
            f"{len(plan.conflicts)} to resolve: edit them, then `git add` each.", style="red"
        )


def show_next(console: Console, proof: Proof | None) -> None:
    """What the repository's own checks said, and what to do next."""
    said = {
        "passed": f"`{' '.join(COMMAND)}` passed.",
        "failed": f"`{' '.join(COMMAND)}` failed: its last lines say why.",
        "skipped": f"`{' '.join(COMMAND)}` was not run.",
        "impossible": "There is no Makefile, or no make, to check it with.",
    }
    if proof:
        console.print(said[proof], highlight=False)
    console.print("\n[bold]Next[/bold]")
    for command, about in (
        ("git diff --staged", "what changed"),
        ("git commit", "keep it"),
        ("groundplan update --undo", "take it back"),
    ):
        console.print(f"  {command:<28}{about}", highlight=False)


def counted(plan: Plan) -> str:
    """How many files of each kind: `3 changed, 1 removed`."""
    kinds = ("added", "changed", "renamed", "removed")
    numbers = {kind: sum(file.kind == kind for file in plan.files) for kind in kinds}
    return ", ".join(f"{number} {kind}" for kind, number in numbers.items() if number)


def _line(console: Console, colour: str, lead: str, text: str) -> None:
    console.print(f"[{colour}]{lead}[/{colour}]", end="")
    console.print(text, highlight=False, markup=False, soft_wrap=True)
