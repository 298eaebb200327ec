"""Parts of the matrix: each combination in one of them, like costs, the same on every machine."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from groundplan.errors import GroundplanError, UsageError
from groundplan.matrix import shards
from groundplan.matrix.model import Case, Outcome, Verdict
from groundplan.matrix.report import documents
from groundplan.matrix.report.run import Run
from groundplan.matrix.shards import Part, from_text, shard

SECONDS = st.floats(min_value=0.1, max_value=60)


def case(problem: str, number: int) -> Case:
    return Case({"problem": problem, "number": str(number)})


@st.composite
def measured(draw: st.DrawFn) -> tuple[list[Case], dict[str, float]]:
    """Combinations of two problems, some of them with a cost."""
    every = [case(problem, n) for problem in ("a", "b") for n in range(draw(st.integers(0, 30)))]
    names = [held.name for held in every]
    known = draw(st.lists(st.sampled_from(names), unique=True)) if names else []
    return every, {name: draw(SECONDS) for name in known}


@given(measured(), st.integers(1, 12))
def test_each_combination_is_in_one_part_and_in_its_order(
    made: tuple[list[Case], dict[str, float]], count: int
) -> None:
    every, costs = made
    parts = [shard(every, Part(index, count), costs) for index in range(1, count + 1)]
    assert [held for part in parts for held in part] == every


@given(st.lists(SECONDS, min_size=1, max_size=60), st.integers(1, 12))
def test_a_part_is_an_even_share_but_for_one_combination(seconds: list[float], count: int) -> None:
    every = [case("a", number) for number in range(len(seconds))]
    costs = {held.name: cost for held, cost in zip(every, seconds, strict=True)}
    for index in range(1, count + 1):
        load = sum(costs[held.name] for held in shard(every, Part(index, count), costs))
        assert abs(load - sum(seconds) / count) <= max(seconds) + 1e-6


@given(measured(), st.integers(1, 6))
def test_the_order_of_the_costs_does_not_matter(
    made: tuple[list[Case], dict[str, float]], count: int
) -> None:
    every, costs = made
    turned = dict(reversed(costs.items()))
    for index in range(1, count + 1):
        part = Part(index, count)
        assert shard(every, part, costs) == shard(every, part, turned)


def test_what_was_never_measured_costs_what_is_usual_for_its_problem() -> None:
    every = [case("a", 1), case("a", 2), case("a", 3), case("b", 1), case("b", 2), case("c", 1)]
    costs = {"a-1": 1.0, "a-2": 3.0, "b-1": 10.0}
    # a-3 takes 2, b-2 takes 10, c-1 takes 3: 29 in all, and half of it lies within b-1.
    assert shard(every, Part(1, 2), costs) == tuple(every[:4])
    assert shard(every, Part(1, 2), {}) == tuple(every[:3])


@pytest.mark.parametrize(
    "text", ["x", "", "0/4", "3/2", "1", "1/0", "-1/2", "1/2/3", " 1/2", "٣/٤"]
)
def test_nonsense_is_told(text: str) -> None:
    with pytest.raises(UsageError, match="write i/n"):
        from_text(text)


def test_a_part_is_read() -> None:
    assert from_text("2/14") == Part(2, 14)


def test_costs_are_refreshed_from_a_run(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    every = [case("a", 1), case("a", 2), case("a", 3)]
    old = {"a-1": 5.0, "a-2": 6.0, "gone": 7.0}
    (tmp_path / shards.COSTS).write_text(json.dumps(old))
    report = tmp_path / "matrix.json"
    with pytest.raises(GroundplanError, match="make matrix"):
        shards.refresh(tmp_path, every, report)
    verdicts = (
        Verdict(every[0], 0.1, (Outcome("everything", 0, reused="an earlier run"),)),
        Verdict(every[1], 1.26, (Outcome("demo", 1.2),)),
        Verdict(every[2], 0.2, (Outcome("demo", 0.1, ("it failed",)),)),
    )
    documents.write(report, Run(datetime.now(UTC), 1.3, tuple(every), verdicts))
    assert shards.refresh(tmp_path, every, report) == 1
    assert shards.committed(tmp_path) == {"a-1": 5.0, "a-2": 1.3}


def test_our_own_workflow_runs_every_part() -> None:
    workflow = Path(__file__).parents[2] / ".github" / "workflows" / "ci.yml"
    jobs = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"]
    named = jobs["combinations"]["strategy"]["matrix"]["part"]
    count = len(named)
    assert [from_text(text) for text in named] == [Part(n, count) for n in range(1, count + 1)]
