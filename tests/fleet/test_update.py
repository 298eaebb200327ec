"""The update of one repository: on a branch of its own, and the working tree as it was."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from groundplan.fleet.template import Template
from groundplan.fleet.update import Order, updated
from groundplan.git import git
from tests.fleet.conftest import RAG, Update, branches, conflicting, spoilers, write
from tests.updating.conftest import Renders, commit, files, state
from tests.updating.history import FIRST, STEP, THIRD

Make = Callable[[str], Path]
BRANCH = f"groundplan/{THIRD}"


def unbranched(folder: Path) -> dict[str, object]:
    """Everything that a fleet's update has to leave as it is."""
    return {name: held for name, held in state(folder).items() if name != "branches"}


def times(folder: Path) -> dict[Path, int]:
    return {
        path: path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }


def test_a_clean_update_is_a_commit_on_a_branch_of_its_own(
    repository: Make, update: Update, renders: Renders, tmp_path: Path
) -> None:
    folder = repository("one")
    write(folder, "notes.txt", "mine\n")
    (folder / ".env").write_text("KEY=secret\n", encoding="utf-8")
    before, touched = unbranched(folder), times(folder)
    result = update(folder)
    assert (result.state, result.branch) == ("done", BRANCH)
    assert (unbranched(folder), times(folder)) == (before, touched)
    assert branches(folder) == [BRANCH, "main"]
    assert git("rev-parse", BRANCH, folder=folder) == result.commit
    assert (
        git("rev-parse", f"{BRANCH}^", "HEAD", folder=folder).split()
        == [git("rev-parse", "main", folder=folder)] * 2
    )
    git("checkout", "--quiet", BRANCH, folder=folder)
    (folder / "notes.txt").unlink()
    (folder / ".env").unlink()
    fresh = renders.fresh({**RAG, "audience": "team"}, THIRD)
    assert files(folder) == files(fresh)


def test_the_commit_is_the_users_and_says_what_it_is(repository: Make, update: Update) -> None:
    folder = repository("one")
    update(folder)
    said = git("log", "-1", "--format=%an <%ae>, %cn%n%B", BRANCH, folder=folder)
    assert said.startswith("Ada <ada@localhost>, Ada\nUpdate Groundplan from v0.2.0 to v0.3.0\n\n")
    assert "audience: not asked -> team" in said
    assert "Files: " in said


def test_manual_steps_stand_in_the_commit(
    renders: Renders, tmp_path: Path, template: Template
) -> None:
    folder = renders.repository({"problem": "rag", "tone": "formal"}, FIRST, tmp_path / "first")
    assert updated(folder, Order(template, {}, checks=False)).state == "done"
    assert f"By hand: {STEP}" in git("log", "-1", "--format=%B", BRANCH, folder=folder)


def test_a_second_time_finds_the_branch(repository: Make, update: Update) -> None:
    folder = repository("one")
    first, before = update(folder), state(folder)
    again = update(folder)
    assert (again.state, again.commit) == ("done", first.commit)
    assert again.says == "the branch was there already"
    assert state(folder) == before


def test_another_branch_of_that_name_is_left_alone(repository: Make, update: Update) -> None:
    folder = repository("one")
    git("branch", BRANCH, folder=folder)
    before, result = state(folder), update(folder)
    assert result.state == "needs a person"
    assert "there is a branch groundplan/v0.3.0 already" in result.says
    assert state(folder) == before


def test_what_is_up_to_date_is_left_alone(renders: Renders, tmp_path: Path, update: Update) -> None:
    folder = renders.repository({"problem": "rag"}, THIRD, tmp_path / "third")
    before, result = state(folder), update(folder)
    assert result.state == "up to date"
    assert state(folder) == before


@pytest.mark.parametrize(
    ("how", "end", "said"),
    [
        ("dirty", "needs a person", "1 changed file is not committed"),
        ("merging", "needs a person", "a merge is under way"),
        ("odd answers", "needs a person", "not committed"),
        ("no git", "failed", "is no git repository"),
        ("no commit", "failed", "has no commit yet"),
        ("broken index", "failed", "git failed"),
        ("newer", "failed", "install a newer one"),
    ],
)
def test_what_cannot_be_updated_is_told_and_left_alone(
    repository: Make, update: Update, how: str, end: str, said: str
) -> None:
    folder = repository("one")
    spoilers[how](folder)
    before, result = state(folder), update(folder)
    assert result.state == end
    assert said in result.says
    assert (result.command is not None) == (end == "needs a person")
    assert state(folder) == before


def test_conflicts_need_a_person(repository: Make, update: Update) -> None:
    folder = repository("one two")
    conflicting(folder)
    before, result = state(folder), update(folder)
    assert result.state == "needs a person"
    assert result.says == "1 conflict (README.md)"
    assert result.command == f"groundplan update '{folder}'"
    assert state(folder) == before


def test_an_edited_file_that_would_go_needs_a_person(repository: Make, template: Template) -> None:
    folder = repository("one")
    write(folder, "tests/test_answer_routes.py", "# mine\n")
    before = state(folder)
    result = updated(folder, Order(template, {"latency": "batch"}, checks=False))
    assert result.state == "needs a person"
    assert result.says == "1 decision (tests/test_answer_routes.py)"
    assert result.command == f"groundplan update {folder} -d latency=batch"
    assert state(folder) == before


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"problem": "rag", "task": "regression"}, "does not ask for task"),
        ({"task": "regression"}, "problem rag does not ask for task"),
        ({"hardware": "edge", "latency": "batch"}, "one request at a time"),
    ],
)
def test_answers_that_do_not_fit_need_a_person(
    repository: Make, template: Template, given: dict[str, str], said: str
) -> None:
    folder = repository("one")
    before, result = state(folder), updated(folder, Order(template, given, checks=False))
    assert result.state == "needs a person"
    assert said in result.says
    assert state(folder) == before


MAKEFILE = (
    'check:\n\t@test -z "$$(git status --porcelain)"\ntest:\n\t@echo ran >> {log}\n\t@{end}\n'
)


@pytest.mark.parametrize(("end", "state_"), [("true", "done"), ("false", "needs a person")])
def test_checks_run_on_the_update_and_elsewhere(
    repository: Make, update: Update, tmp_path: Path, end: str, state_: str
) -> None:
    folder, log = repository("one"), tmp_path / "log"
    write(folder, "Makefile", MAKEFILE.format(log=log, end=end))
    before, result = unbranched(folder), update(folder, checks=True)
    assert result.state == state_, result.says
    assert log.read_text(encoding="utf-8") == "ran\n"
    assert unbranched(folder) == before
    assert branches(folder) == ([BRANCH, "main"] if state_ == "done" else ["main"])


def test_several_projects_of_one_repository(
    repository: Make, update: Update, tmp_path: Path
) -> None:
    whole = repository("whole/apps/one").parents[1]
    shutil.rmtree(whole / "apps" / "one" / ".git")
    shutil.copytree(whole / "apps" / "one", whole / "other two")
    git("init", "--quiet", "--initial-branch=main", folder=whole)
    commit(whole, "all")
    before = unbranched(whole)
    assert update(whole / "apps" / "one").branch == f"{BRANCH}-apps-one"
    assert update(whole / "other two").branch == f"{BRANCH}-other-two"
    assert unbranched(whole) == before
    changed = git("diff", "--name-only", "main", f"{BRANCH}-apps-one", folder=whole).splitlines()
    assert changed
    assert all(name.startswith("apps/one/") for name in changed)


def test_a_clone_without_history_is_checked_and_updated(
    repository: Make, update: Update, tmp_path: Path
) -> None:
    folder, log = repository("one"), tmp_path / "log"
    write(folder, "Makefile", MAKEFILE.format(log=log, end="true"))
    shallow = tmp_path / "shallow"
    git("clone", "--quiet", "--depth=1", f"file://{folder}", str(shallow))
    assert update(shallow, checks=True).state == "done"
    assert log.read_text(encoding="utf-8") == "ran\n"


def test_another_working_tree_of_a_repository(
    repository: Make, update: Update, tmp_path: Path
) -> None:
    folder, other = repository("one"), tmp_path / "other"
    git("worktree", "add", "--quiet", "-b", "mine", str(other), folder=folder)
    before = unbranched(folder), unbranched(other)
    assert update(other).state == "done"
    assert update(folder).says == "the branch was there already"
    assert (unbranched(folder), unbranched(other)) == before


def test_a_commit_that_no_branch_holds_is_updated_too(repository: Make, update: Update) -> None:
    folder = repository("one")
    git("checkout", "--quiet", "--detach", folder=folder)
    before = unbranched(folder)
    assert update(folder).state == "done"
    assert unbranched(folder) == before


def test_nobody_is_asked_to_say_who_they_are(repository: Make, update: Update, user: Path) -> None:
    folder = repository("one")
    (user / ".gitconfig").write_text("[user]\n\tuseConfigOnly = true\n", encoding="utf-8")
    before, result = state(folder), update(folder)
    assert result.state == "failed"
    assert "git does not know who you are" in result.says
    assert state(folder) == before
