"""Copier that remembers against Copier as it comes: the same bytes, modes and names."""

from collections.abc import Mapping
from pathlib import Path

import copier
import pytest
from copier import _main

from groundplan.catalogue import CORE, load
from groundplan.errors import GroundplanError
from groundplan.matrix.cover import cases
from groundplan.matrix.model import Case
from groundplan.matrix.quick_copier import remembering
from tests.templates import copied, rendered


def sample() -> list[Case]:
    """Few combinations that hold every problem and every value of its stack choices."""
    chosen: list[Case] = []
    seen: set[tuple[str, str, str]] = set()
    for case in cases(load()):
        own = (pair for pair in case.answers.items() if pair[0] not in CORE[1:])
        values = {(case.problem, *pair) for pair in own}
        if values - seen:
            chosen.append(case)
            seen |= values
    return chosen


def test_the_sample_holds_every_problem_and_every_stack_value() -> None:
    catalogue = load()
    held = {(case.problem, *pair) for case in sample() for pair in case.answers.items()}
    for problem, blueprint in catalogue.blueprints.items():
        assert (problem, "problem", problem) in held
        for name, question in blueprint.questions.items():
            assert {(problem, name, value) for value in question.values} <= held


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("template"))


@pytest.mark.parametrize("case", sample(), ids=lambda case: case.name)
def test_remembering_changes_no_byte(template: Path, tmp_path: Path, case: Case) -> None:
    with remembering():
        rendered(template, tmp_path / "quick", case.answers)
    assert _main.Worker.__module__ == "copier._main", "Copier is not itself again"
    rendered(template, tmp_path / "plain", case.answers)
    assert held(tmp_path / "quick") == held(tmp_path / "plain")


def held(folder: Path) -> Mapping[str, tuple[int, bytes]]:
    """Every file: its mode and its bytes."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mode, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_another_copier_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copier, "__version__", "9.20.0")
    with pytest.raises(GroundplanError, match=r"9\.20\.0 is installed"), remembering():
        pass
