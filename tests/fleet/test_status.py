"""What state a repository is in, and that a broken one has its sentence and no other effect."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from groundplan.fleet.status import look
from groundplan.fleet.template import Template
from groundplan.git import git
from tests.fleet.conftest import conflicting, spoilers, write
from tests.updating.conftest import Renders, commit, state
from tests.updating.history import FIRST, SECOND, THIRD
from tests.updating.working import updated

Make = Callable[[str], Path]


def test_a_repository_behind(repository: Make, template: Template) -> None:
    folder = repository("one")
    before = state(folder)
    seen = look(folder, template)
    assert (seen.version, seen.standing, seen.behind) == (SECOND, "behind", 1)
    assert seen.answers["problem"] == "rag"
    assert (seen.changed, seen.under_way, seen.at_risk, seen.fault) == (0, None, (), None)
    assert state(folder) == before


def test_what_is_two_releases_behind(renders: Renders, tmp_path: Path, template: Template) -> None:
    core = {"problem": "rag", "tone": "friendly"}
    seen = look(renders.repository(core, FIRST, tmp_path / "first"), template)
    assert (seen.behind, seen.fault) == (2, None)


def test_what_is_up_to_date(renders: Renders, tmp_path: Path, template: Template) -> None:
    seen = look(renders.repository({"problem": "rag"}, THIRD, tmp_path / "third"), template)
    assert (seen.standing, seen.behind, seen.at_risk, seen.fault) == ("up to date", 0, (), None)


def test_edited_files_that_the_update_touches_are_at_risk(
    repository: Make, template: Template
) -> None:
    folder = repository("one")
    conflicting(folder)
    write(folder, "Makefile", "mine, and nothing of the template's changes here\n")
    write(folder, "own.txt", "mine\n")
    assert look(folder, template).at_risk == ("README.md",)


def test_what_is_not_clean_and_what_is_under_way(
    repository: Make, renders: Renders, template: Template
) -> None:
    folder = repository("one")
    (folder / "new.txt").write_text("x", encoding="utf-8")
    seen = look(folder, template)
    assert (seen.changed, seen.under_way, seen.at_risk, seen.fault) == (1, None, None, None)
    (folder / "new.txt").unlink()
    updated(renders, folder, {}, THIRD)
    seen = look(folder, template)
    assert seen.under_way == "an update that is not committed"
    assert seen.fault is None
    commit(folder, "updated")
    assert look(folder, template).under_way is None


def test_an_update_that_was_thrown_away_is_not_under_way(
    repository: Make, renders: Renders, template: Template
) -> None:
    folder = repository("one")
    updated(renders, folder, {}, THIRD)
    git("reset", "--quiet", "--hard", folder=folder)
    seen = look(folder, template)
    assert (seen.under_way, seen.at_risk, seen.fault) == (None, (), None)


def test_a_project_inside_a_larger_repository(repository: Make, template: Template) -> None:
    folder = repository("whole/apps/ours")
    shutil.rmtree(folder / ".git")
    whole = folder.parents[1]
    git("init", "--quiet", folder=whole)
    commit(whole, "all")
    conflicting_file = folder / "README.md"
    text = conflicting_file.read_text(encoding="utf-8")
    conflicting_file.write_text(f"{text}\nMine.\n", encoding="utf-8")
    commit(whole, "edited")
    seen = look(folder, template)
    assert (seen.at_risk, seen.fault) == (("apps/ours/README.md",), None)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("no git", "is no git repository"),
        ("no HEAD", "is no git repository"),
        ("broken index", "git failed"),
        ("odd answers", "cannot be read"),
        ("binary answers", "cannot be read"),
        ("no commit", "has no commit yet"),
        ("lost objects", "has no commit yet"),
    ],
)
def test_a_broken_repository_has_its_sentence(
    repository: Make, template: Template, how: str, said: str
) -> None:
    folder = repository("one")
    spoilers[how](folder)
    before = state(folder)
    seen = look(folder, template)
    assert seen.fault is not None
    assert said in seen.fault
    assert "\n" not in seen.fault
    assert state(folder) == before


@pytest.mark.parametrize(
    ("how", "standing", "behind"),
    [("newer", "newer", None), ("no release", "unknown", None), ("merging", "behind", 1)],
)
def test_what_cannot_be_updated_is_no_fault(
    repository: Make, template: Template, how: str, standing: str, behind: int | None
) -> None:
    folder = repository("one")
    spoilers[how](folder)
    seen = look(folder, template)
    assert (seen.standing, seen.behind, seen.fault) == (standing, behind, None)
    assert seen.under_way == ("a merge" if how == "merging" else None)
