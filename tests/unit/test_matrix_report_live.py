"""Progress of a run: what is said while it runs, and how good its estimate is."""

from io import StringIO

import pytest
from rich.console import Console

from groundplan.catalogue import Catalogue
from groundplan.matrix.model import Case
from groundplan.matrix.report.estimate import Estimate
from groundplan.matrix.report.live import Progress, live
from tests import runs


class Clock:
    """Time that passes when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def numbered(number: int, problem: str = "rag") -> list[Case]:
    return [Case({"problem": problem, "modality": str(at)}) for at in range(number)]


def errors(cases: list[Case], costs: dict[str, float], known: dict[str, float]) -> list[float]:
    """By which factor each estimate of a run with two workers was off, from the fourth on."""
    estimate = Estimate(cases, known)
    total = sum(costs.values()) / 2
    free = [0.0, 0.0]
    ended: list[tuple[float, Case]] = []
    for case in cases:
        worker = free.index(min(free))
        free[worker] += costs[case.name]
        ended.append((free[worker], case))
    found = []
    waiting = iter(cases)
    for case in (next(waiting), next(waiting)):
        estimate.started(case, 0.0)
    for number, (elapsed, case) in enumerate(sorted(ended, key=lambda entry: entry[0])):
        estimate.finished(runs.verdict(case, seconds=costs[case.name]))
        following = next(waiting, None)
        if following:
            estimate.started(following, elapsed)
        rest = estimate.remaining(elapsed)
        assert rest is not None
        if 3 <= number < len(cases) - 4:
            found.append(rest / (total - elapsed))
    return found


def test_the_estimate_holds_how_many_run_side_by_side() -> None:
    cases = numbered(40)
    for factor in errors(cases, {case.name: 2.0 for case in cases}, {}):
        assert 0.8 < factor < 1.25


def test_known_costs_are_used_and_scaled_to_this_machine() -> None:
    cases = numbered(40)
    known = {case.name: 1.0 if at < 20 else 9.0 for at, case in enumerate(cases)}
    slower = {name: 3 * seconds for name, seconds in known.items()}
    for factor in errors(cases, slower, known):
        assert 0.75 < factor < 1.33
    blind = errors(cases, slower, {})
    assert min(blind) < 0.5, "without known costs the late, dear half comes as a surprise"


def test_what_is_unknown_costs_what_its_like_cost() -> None:
    cheap, dear = numbered(2, "predict"), numbered(2, "rag")
    estimate = Estimate([*cheap, *dear], {})
    for case, seconds in ((cheap[0], 1.0), (dear[0], 9.0)):
        estimate.finished(runs.verdict(case, seconds=seconds))
    before = estimate.remaining(10.0)
    estimate.finished(runs.verdict(dear[1], seconds=9.0))
    assert before == pytest.approx(10.0)
    assert estimate.remaining(19.0) == pytest.approx(1.0)


def test_there_is_no_estimate_before_something_is_done_and_none_is_left_at_the_end() -> None:
    (case,) = numbered(1)
    estimate = Estimate([case], {})
    assert estimate.remaining(5.0) is None
    estimate.finished(runs.verdict(case))
    assert estimate.remaining(6.0) == 0
    assert Estimate([], {}).remaining(0.0) == 0


def test_a_log_gets_a_line_for_each_tenth_and_each_failure_at_once() -> None:
    said = StringIO()
    cases = numbered(40)
    progress = Progress(Console(file=said, width=200), cases, {}, Clock())
    for case in cases[:20]:
        progress.started(case)
        progress.finished(runs.verdict(case))
    assert len(said.getvalue().splitlines()) == 5
    progress.started(cases[20])
    progress.finished(runs.verdict(cases[20], "[red]no\x1b[31m answer[/red]\nand more"))
    assert said.getvalue().splitlines()[-1] == "failed rag-20: demo: [red]no answer[/red]"


def test_a_log_gets_a_line_when_nothing_finishes() -> None:
    said, clock = StringIO(), Clock()
    cases = numbered(40)
    progress = Progress(Console(file=said, width=200), cases, {}, clock)
    for case in cases[:6]:
        progress.started(case)
    progress.tell()
    assert said.getvalue() == ""
    clock.now += 61
    progress.tell()
    progress.tell()
    assert said.getvalue().splitlines() == [
        "0 passed, 0 failed of 40 after 1 min 1 s; running rag-0, rag-1, rag-2, rag-3 and 2 more"
    ]


def test_a_terminal_shows_what_runs_and_is_left_as_it_was(catalogue: Catalogue) -> None:
    said = StringIO()
    first, second, *_ = cases = runs.every(catalogue)
    console = Console(file=said, width=120, force_terminal=True)

    def interrupted() -> None:
        with live(console, cases) as progress:
            progress.started(first)
            progress.finished(runs.verdict(first, "no answer"))
            progress.started(second)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert f"running {second.name}" in said.getvalue()
    assert f"0 passed, 1 failed of {len(cases)}" in said.getvalue()
    assert "demo: no answer" in said.getvalue()
    hidden, shown = said.getvalue().rfind("\x1b[?25l"), said.getvalue().rfind("\x1b[?25h")
    assert 0 <= hidden < shown, "the cursor is back"


def test_a_log_is_followed_until_the_run_ends(catalogue: Catalogue) -> None:
    said = StringIO()
    cases = runs.every(catalogue)
    with live(Console(file=said, width=200), cases, {cases[0].name: 1.0}) as progress:
        for case in cases:
            progress.started(case)
            progress.finished(runs.verdict(case))
    last = said.getvalue().splitlines()[-1]
    assert last.endswith("nothing is running")
    assert "\x1b" not in said.getvalue()
