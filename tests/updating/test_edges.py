"""Without edits, an update gives what a fresh render gives, byte for byte."""

import shutil
from pathlib import Path

import pytest

from groundplan.catalogue import load
from groundplan.matrix.cover import cases
from groundplan.matrix.model import Case
from groundplan.matrix.quick_copier import remembering, rendered
from tests.updating.conftest import ADDRESS, NOW, Renders, files, recorded
from tests.updating.edges import Edge, edges
from tests.updating.history import FIRST, RELEASES, SECOND, THIRD, answers_file
from tests.updating.working import updated

ALL = list(edges(load()))


@pytest.mark.parametrize("edge", ALL, ids=lambda edge: edge.name)
def test_a_changed_answer_gives_what_a_fresh_render_gives(
    renders: Renders, tmp_path: Path, edge: Edge
) -> None:
    folder = renders.repository(edge.before, NOW, tmp_path / "project")
    plan = updated(renders, folder, edge.given, NOW)
    assert plan is not None
    assert not plan.conflicts
    assert not plan.decisions
    assert files(folder) == files(renders.fresh(edge.after, NOW))
    shutil.rmtree(folder)


@pytest.mark.parametrize("case", cases(load())[::16], ids=lambda case: case.name)
def test_what_a_repository_recorded_renders_it_again(
    renders: Renders, tmp_path: Path, case: Case
) -> None:
    fresh = renders.fresh(case.answers, NOW)
    with remembering():
        again = rendered(renders.template(NOW), tmp_path / "again", recorded(fresh))
    answers_file(again, ADDRESS, NOW)
    assert files(again) == files(fresh)


def test_there_and_back_are_both_among_the_edges() -> None:
    names = {(str(edge.before), str(edge.after)) for edge in ALL}
    assert len(names) == len(ALL) > 200
    assert all(edge.before != edge.after for edge in ALL)


@pytest.mark.parametrize("case", cases(load()), ids=lambda case: case.name)
def test_a_newer_release_gives_what_a_fresh_render_gives(
    renders: Renders, tmp_path: Path, case: Case
) -> None:
    answers = case.answers
    folder = renders.repository(answers, SECOND, tmp_path / "project")
    plan = updated(renders, folder, {}, THIRD)
    new = {"audience": "team"} if answers["problem"] == "rag" else {}
    assert plan is not None
    assert files(folder) == files(renders.fresh({**answers, **new}, THIRD))


@pytest.mark.parametrize(
    ("before", "after"),
    [(a, b) for a in RELEASES for b in RELEASES if a < b],
)
def test_every_pair_of_releases(renders: Renders, tmp_path: Path, before: str, after: str) -> None:
    asked = {FIRST: {"tone": "friendly"}, SECOND: {}, THIRD: {"audience": "team"}}
    core = {"problem": "rag", "latency": "batch", "hardware": "cpu", "source": "hybrid"}
    folder = renders.repository({**core, **asked[before]}, before, tmp_path / "project")
    plan = updated(renders, folder, {}, after)
    assert plan is not None
    assert files(folder) == files(renders.fresh({**core, **asked[after]}, after))
