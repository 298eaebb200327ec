"""The end of a run in the terminal: a table, the slowest, every failure, and a closing line."""

from pathlib import Path
from textwrap import indent

from rich.console import Console
from rich.table import Table
from rich.text import Text

from groundplan.matrix.report.failures import Failure, alike
from groundplan.matrix.report.run import Run, problems, reproducing
from groundplan.matrix.report.wording import cut

_LINES, _CHARACTERS = 15, 1500  # of a fault
_NAMED = 10  # combinations that failed alike


def show(console: Console, run: Run, document: Path) -> None:
    """Tell how it went, what matters most last.

    Args:
        console: Where to.
        run: What came out.
        document: Where all of it is written, `build/matrix.json`.
    """
    console.print(_table(run))
    if run.verdicts:
        console.print(f"\nThe slowest {len(run.slowest())}", style="bold")
    for verdict in run.slowest():
        console.print(f"{verdict.seconds:8.2f} s  {verdict.case.name}", highlight=False)
    found = alike(run.verdicts)
    if found:
        console.print("\nFailures", style="bold red")
    for failure in found:
        _show_failure(console, failure, document)
    console.print()
    style = "bold red" if run.failed or run.missing else "bold green"
    console.print(Text(run.closing_line(), style=style), soft_wrap=True)


def _table(run: Run) -> Table:
    table = Table("problem")
    for column in ("combinations", "passed", "failed", "not run", "checks", "reused", "seconds"):
        table.add_column(column, justify="right")
    parts = [(problem, run.of(problem)) for problem in problems(run.cases)]
    for number, (problem, part) in enumerate(parts, start=1):
        table.add_row(
            problem, *_numbers(part), f"{part.seconds:.1f}", end_section=number == len(parts)
        )
    work = sum(part.seconds for _, part in parts)
    table.add_row("all", *_numbers(run), f"{work:.1f}", style="bold")
    return table


def _numbers(run: Run) -> list[str]:
    checks = len(run.outcomes) - run.reused
    numbers = (run.total, run.passed, run.failed, run.missing, checks, run.reused)
    return [str(number) for number in numbers]


def _show_failure(console: Console, failure: Failure, document: Path) -> None:
    number = len(failure.cases)
    where = failure.cases[0].name if number == 1 else f"{number} combinations"
    console.print(Text.assemble("\n", (failure.check, "bold"), f" in {where}"), soft_wrap=True)
    text = cut(failure.text, _LINES, _CHARACTERS, str(document))
    console.print(Text(indent(text, "    ")), soft_wrap=True)
    for case in failure.cases[:_NAMED]:
        console.print(Text(f"  {reproducing(case.name)}", style="cyan"), soft_wrap=True)
    if number > _NAMED:
        console.print(f"  and {number - _NAMED} more, named in {document}", highlight=False)
