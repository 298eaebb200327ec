"""The end of a run in the terminal."""

from io import StringIO
from pathlib import Path

from rich.console import Console

from groundplan.catalogue import Catalogue
from groundplan.matrix.report import summary
from groundplan.matrix.report.failures import alike
from groundplan.matrix.report.run import Run
from groundplan.matrix.report.wording import cut, duration, plain
from tests import runs

DOCUMENT = Path("build/matrix.json")


def said(run: Run, width: int = 100) -> list[str]:
    out = StringIO()
    summary.show(Console(file=out, width=width), run, DOCUMENT)
    return out.getvalue().splitlines()


def test_the_last_line_counts_everything(catalogue: Catalogue) -> None:
    cases = runs.every(catalogue)
    held = runs.run(cases, {cases[3].name: "no answer"})
    assert said(held)[-1] == (
        f"{len(cases) - 1} passed, 1 failed of {len(cases)} combinations "
        f"in {held.seconds:.1f} s ({held.seconds / len(cases):.2f} s each)"
    )
    stopped = runs.run(cases, reached=5)
    assert said(stopped)[-1].startswith(f"5 passed, 0 failed, {len(cases) - 5} not run of ")
    assert said(runs.run([]))[-1] == "0 passed, 0 failed of 0 combinations in 0.0 s (0.00 s each)"


def test_the_table_has_a_row_for_each_problem_and_adds_up(catalogue: Catalogue) -> None:
    cases = runs.every(catalogue)
    held = runs.run(cases, {cases[0].name: "no answer"})
    rows = [
        [cell.strip() for cell in line.strip("│").split("│")] for line in said(held) if "│" in line
    ]
    *problems, total = rows
    assert [row[0] for row in problems] == list(dict.fromkeys(case.problem for case in cases))
    numbers = [[float(cell) for cell in row[1:]] for row in rows]
    for column, whole in enumerate(numbers[-1]):
        assert abs(sum(row[column] for row in numbers[:-1]) - whole) < 0.2, column
    reused = len(cases) // 2 * (len(runs.CHECKS) - 1)
    checks = len(cases) * len(runs.CHECKS) - reused
    assert total[:-1] == [
        "all",
        *(str(number) for number in (len(cases), len(cases) - 1, 1, 0, checks, reused)),
    ]


def test_the_slowest_come_slowest_first(catalogue: Catalogue) -> None:
    cases = runs.every(catalogue)
    lines = said(runs.run(cases))
    start = lines.index("The slowest 10") + 1
    assert [line.split()[-1] for line in lines[start : start + 10]] == [
        case.name for case in reversed(cases[-10:])
    ]


def test_every_failure_can_be_reproduced_with_the_line_as_it_stands(catalogue: Catalogue) -> None:
    cases = runs.every(catalogue)
    failing = {cases[0].name: "[bold]first[/bold]", cases[40].name: "second"}
    lines = said(runs.run(cases, failing), width=40)
    for name, fault in failing.items():
        at = lines.index(f"  .venv/bin/groundplan matrix run --only {name}")
        assert lines[at - 1] == f"    {fault}"
        assert lines[at - 2] == f"demo in {name}"


def test_what_fails_alike_is_told_once(catalogue: Catalogue) -> None:
    cases = runs.every(catalogue)
    failing = {
        case.name: f"{case.name} answered 500 after {at} s\nat 0x7f{at:02x}"
        for at, case in enumerate(cases[:12])
    }
    failing[cases[20].name] = "something else"
    first, second = alike(runs.run(cases, failing).verdicts)
    assert (len(first.cases), len(second.cases)) == (12, 1)
    lines = said(runs.run(cases, failing))
    assert sum("answered 500" in line for line in lines) == 1
    assert sum("matrix run --only" in line for line in lines) == 11
    assert f"  and 2 more, named in {DOCUMENT}" in lines


def test_a_long_fault_is_cut_in_its_middle(catalogue: Catalogue) -> None:
    cases = runs.every(catalogue)
    long = "\n".join(f"line {number}" for number in range(500)) + "\nValueError: the reason"
    lines = said(runs.run(cases, {cases[0].name: long}))
    assert "    line 0" in lines
    assert "    ValueError: the reason" in lines
    assert f"    … all of it in {DOCUMENT} …" in lines
    assert len(lines) < 60


def test_cutting_keeps_short_texts_and_bounds_long_lines() -> None:
    assert cut("one\ntwo\n", 2, 100, "x") == "one\ntwo"
    assert cut("y" * 1000, 5, 10, "x") == "y" * 10 + "\n… all of it in x …"
    assert len(cut("\n".join("y" * 1000 for _ in range(9)), 6, 50, "x")) < 150


def test_text_is_made_fit_to_be_shown() -> None:
    assert plain("\x1b[1;31mred\x1b[0m\r\n\x1b]0;title\x07b\x00\ud800\x1b") == "red\nb\ufffd\ufffd"
    assert plain("  kept\tas it is, é 🎉") == "  kept\tas it is, é 🎉"
    assert (duration(0.4), duration(59.6), duration(125)) == ("0 s", "1 min 0 s", "2 min 5 s")
