"""What releases change besides lines: names of files, questions, and what is left to a person."""

from pathlib import Path

import pytest

from tests.updating.conftest import Renders, commit
from tests.updating.history import FIRST, REWRITTEN, SECOND, SIMILAR, STEP, THIRD
from tests.updating.working import updated

RAG = {"problem": "rag", "latency": "batch", "hardware": "cpu", "source": "hybrid"}
MINE = "\nWritten by us.\n"


@pytest.mark.parametrize(("old", "new"), [SIMILAR, REWRITTEN])
@pytest.mark.parametrize("after", [SECOND, THIRD])
def test_edits_follow_a_file_that_has_another_name(
    renders: Renders, tmp_path: Path, old: str, new: str, after: str
) -> None:
    folder = renders.repository(RAG | {"tone": "formal"}, FIRST, tmp_path / "project")
    path = folder / old
    path.write_text(path.read_text(encoding="utf-8") + MINE, encoding="utf-8")
    commit(folder, "edited")
    plan = updated(renders, folder, {}, after)
    assert plan is not None
    assert not path.exists()
    assert MINE in (folder / new).read_text(encoding="utf-8")
    (file,) = [file for file in plan.files if file.path == new]
    assert file.edited


def test_answers_that_come_and_go_are_told_with_the_reason(
    renders: Renders, tmp_path: Path
) -> None:
    folder = renders.repository(RAG | {"tone": "friendly"}, FIRST, tmp_path / "project")
    plan = updated(renders, folder, {}, THIRD)
    assert plan is not None
    told = {one.question: (one.before, one.after, one.why) for one in plan.answers}
    assert told == {
        "tone": ("friendly", None, "every answer has the same tone now"),
        "audience": (None, "team", "it was not asked before; this is its default"),
    }
    assert plan.steps == (STEP,)


def test_an_answer_that_another_rules_out_is_told_with_the_rule(
    renders: Renders, tmp_path: Path
) -> None:
    local = RAG | {"latency": "interactive", "source": "local", "engine": "ollama"}
    folder = renders.repository(local, SECOND, tmp_path / "project")
    plan = updated(renders, folder, {"source": "api"}, SECOND)
    assert plan is not None
    told = {one.question: one.why for one in plan.answers}
    assert told == {
        "source": "you asked for it",
        "engine": "it is not asked any more with these answers",
    }
    there = renders.repository(local | {"hardware": "edge"}, SECOND, tmp_path / "edge")
    plan = updated(renders, there, {"latency": "batch"}, SECOND)
    assert plan is not None
    (forced,) = [one for one in plan.answers if one.question == "hardware"]
    assert forced.before == "edge"
    assert forced.why not in ("you asked for it", "another answer takes its place")


def test_a_file_in_another_layer_is_the_same_file(renders: Renders, tmp_path: Path) -> None:
    folder = renders.repository(RAG, SECOND, tmp_path / "project")
    path = folder / "models.toml"
    path.write_text(path.read_text(encoding="utf-8") + "# ours\n", encoding="utf-8")
    commit(folder, "edited")
    plan = updated(renders, folder, {}, THIRD)
    assert plan is not None
    assert "models.toml" not in {file.path for file in plan.files}
