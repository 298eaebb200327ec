"""`groundplan update` as a person meets it: what it says, its exit codes, and what it refuses."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from groundplan.identity import tag
from tests.templates import new_repository

from .conftest import Outcome

Command = Callable[..., Outcome]
SOMEONE = ("-c", "user.name=Someone", "-c", "user.email=someone@localhost")
HYBRID = ("update", "-d", "source=hybrid")


def git(*arguments: str, folder: Path) -> str:
    done = subprocess.run(
        ("git", *SOMEONE, *arguments), cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A rendered repository, made once."""
    return new_repository(tmp_path_factory.mktemp("made") / "project")


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "project")


def commit(folder: Path) -> None:
    git("add", "--all", folder=folder)
    git("commit", "--quiet", "-m", "mine", folder=folder)


def test_up_to_date_is_said(command: Command, project: Path) -> None:
    done = command("update", "--check", folder=project)
    assert (done.code, done.output) == (0, "Up to date: there is nothing to do.\n")
    done = command("update", str(project), "--json")
    assert (done.code, json.loads(done.output)) == (0, {"up_to_date": True})


def test_check_tells_and_touches_nothing(command: Command, project: Path) -> None:
    (project / "README.md").write_text("Mine.\n", encoding="utf-8")
    commit(project)
    before = git("rev-parse", "HEAD", folder=project), git("count-objects", folder=project)
    done = command(*HYBRID, "--check", folder=project)
    assert done.code == 2
    assert "edited by you" in done.output
    assert "you asked for it" in done.output
    assert "conflict README.md: line 1" in done.output
    assert git("status", "--porcelain", folder=project) == ""
    assert git("branch", folder=project) == "* main\n"
    assert (
        git("rev-parse", "HEAD", folder=project),
        git("count-objects", folder=project),
    ) == before


def test_an_update_lies_on_a_branch_of_its_own_and_can_be_undone(
    command: Command, project: Path
) -> None:
    done = command(*HYBRID, "--skip-checks", folder=project)
    assert done.code == 0, done.error
    assert "groundplan/source-hybrid" in done.output
    assert (project / "tests" / "test_hybrid.py").exists()
    assert git("branch", "--show-current", folder=project).strip() == "groundplan/source-hybrid"
    again = command("update", "-d", "latency=batch", folder=project)
    assert "has not been committed" in again.sentence()
    assert "main is as it was" in command("update", "--undo", folder=project).output
    assert git("status", "--porcelain", folder=project) == ""
    assert git("branch", folder=project) == "* main\n"
    assert "no update to undo" in command("update", "--undo", folder=project).sentence()


def test_conflicts_have_an_exit_code_and_line_numbers(command: Command, project: Path) -> None:
    (project / "README.md").write_text("Mine.\n", encoding="utf-8")
    (project / "tests" / "test_answer_routes.py").write_text("# mine\n", encoding="utf-8")
    (project / "AGENTS.md").unlink()
    commit(project)
    done = command(*HYBRID, "-d", "latency=batch", "--json", folder=project)
    assert done.code == 3, done.error
    told = json.loads(done.output)
    assert told["conflicts"] == [{"path": "README.md", "lines": [1]}]
    assert {one["path"] for one in told["decisions"]} == {
        "tests/test_answer_routes.py",
        "AGENTS.md",
    }
    assert told["checks"] is None
    assert not (project / "AGENTS.md").exists()
    assert (project / "tests" / "test_answer_routes.py").read_text() == "# mine\n"
    assert "UU README.md" in git("status", "--porcelain", folder=project)


def test_in_place_stays_on_the_branch(command: Command, project: Path) -> None:
    assert command(*HYBRID, "--in-place", "--skip-checks", folder=project).code == 0
    assert git("branch", folder=project) == "* main\n"
    git("commit", "--quiet", "--all", "-m", "updated", folder=project)
    assert "is committed" in command("update", "--undo", folder=project).sentence()
    assert command(*HYBRID, "--check", folder=project).code == 0


def test_what_changed_since_is_not_undone_without_force(command: Command, project: Path) -> None:
    assert command(*HYBRID, "--skip-checks", folder=project).code == 0
    (project / "models.toml").write_text("mine", encoding="utf-8")
    assert "models.toml changed since" in command("update", "--undo", folder=project).sentence()
    assert (project / "models.toml").read_text() == "mine"
    assert command("update", "--undo", "--force", folder=project).code == 0
    assert git("status", "--porcelain", folder=project) == ""


@pytest.mark.parametrize("then", ["--undo", "--check"])
def test_an_update_that_was_thrown_away_by_hand_is_over(
    command: Command, project: Path, then: str
) -> None:
    assert command(*HYBRID, "--skip-checks", folder=project).code == 0
    git("reset", "--quiet", "--hard", folder=project)
    git("checkout", "--quiet", "main", folder=project)
    assert command("update", then, folder=project).code == 0
    assert "no update to undo" in command("update", "--undo", folder=project).sentence()


def test_files_that_git_does_not_track_are_left_alone(command: Command, project: Path) -> None:
    (project / ".git" / "info").mkdir(exist_ok=True)
    (project / ".git" / "info" / "exclude").write_text("tests/test_hybrid.py\n")
    (project / "tests" / "test_hybrid.py").write_text("# mine\n", encoding="utf-8")
    done = command(*HYBRID, "--json", "--skip-checks", folder=project)
    assert done.code == 0, done.error
    (decision,) = json.loads(done.output)["decisions"]
    assert decision["path"] == "tests/test_hybrid.py"
    assert "left alone" in decision["meanwhile"]
    assert (project / "tests" / "test_hybrid.py").read_text() == "# mine\n"


def test_the_checks_of_the_repository_are_run(command: Command, project: Path) -> None:
    makefile = "check:\n\t@echo checked\ntest:\n\t@echo tested\n\t@false\n"
    (project / "Makefile").write_text(makefile, encoding="utf-8")
    commit(project)
    done = command(*HYBRID, folder=project)
    assert done.code == 4
    assert "checked" in done.output
    assert "`make check test` failed" in done.output


def test_a_project_inside_a_larger_repository(
    command: Command, project: Path, tmp_path: Path
) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(project, whole / "apps" / "ours", ignore=shutil.ignore_patterns(".git"))
    (whole / "other.txt").write_text("other\n")
    git("init", "--quiet", folder=whole)
    commit(whole)
    done = command(*HYBRID, "--skip-checks", folder=whole / "apps" / "ours")
    assert done.code == 0, done.error
    changed = git("status", "--porcelain", folder=whole).splitlines()
    assert changed
    assert all(line[3:].startswith("apps/ours/") for line in changed)


def test_a_commit_without_a_branch_comes_back(command: Command, project: Path) -> None:
    git("checkout", "--quiet", "--detach", folder=project)
    assert command(*HYBRID, "--skip-checks", folder=project).code == 0
    assert command("update", "--undo", folder=project).code == 0
    assert git("branch", "--show-current", folder=project) == ""
    assert git("branch", "--format=%(refname:short)", folder=project).splitlines()[1:] == ["main"]


def test_another_working_tree_is_updated_alone(
    command: Command, project: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    git("worktree", "add", "--quiet", str(other), "-b", "side", folder=project)
    assert command(*HYBRID, "--skip-checks", folder=other).code == 0
    assert git("status", "--porcelain", folder=project) == ""
    assert "no update to undo" in command("update", "--undo", folder=project).sentence()
    assert command("update", "--undo", folder=other).code == 0
    assert git("status", "--porcelain", folder=other) == ""
    assert git("branch", "--show-current", folder=other) == "side\n"


def test_line_ends_that_git_converts_are_converted(command: Command, project: Path) -> None:
    git("config", "core.autocrlf", "true", folder=project)
    assert command(*HYBRID, "--skip-checks", folder=project).code == 0
    assert b"\r\n" in (project / "tests" / "test_hybrid.py").read_bytes()
    assert b"\r\n" in (project / "models.toml").read_bytes()
    assert command("update", "--undo", folder=project).code == 0
    assert git("status", "--porcelain", folder=project) == ""


def test_an_old_git_is_told(command: Command, project: Path, tmp_path: Path) -> None:
    fake = tmp_path / "bin" / "git"
    fake.parent.mkdir()
    real = shutil.which("git")
    fake.write_text(
        f'#!/bin/sh\n[ "$1" = version ] && echo git version 2.34.1 || exec {real} "$@"\n'
    )
    fake.chmod(0o755)
    path = f"{fake.parent}{os.pathsep}{os.environ['PATH']}"
    said = command(*HYBRID, folder=project, PATH=path).sentence()
    assert said == "an update needs git 2.38 or newer, and this is git 2.34.1"


def spoil(project: Path, how: str) -> None:
    match how:
        case "dirty":
            (project / "README.md").write_text("x")
        case "untracked":
            (project / "new file.txt").write_text("x")
        case "no answers":
            (project / ".copier-answers.yml").unlink()
        case "odd answers":
            (project / ".copier-answers.yml").write_text("a: [1")
            commit(project)
        case "strange answers":
            (project / ".copier-answers.yml").write_text("problem: rag\n")
            commit(project)
        case "no git":
            shutil.rmtree(project / ".git")
        case "no commit":
            shutil.rmtree(project / ".git")
            git("init", "--quiet", folder=project)
        case "newer":
            path = project / ".copier-answers.yml"
            path.write_text(path.read_text().replace("_commit: v0", "_commit: v99"))
            commit(project)
        case "older":
            path = project / ".copier-answers.yml"
            path.write_text(path.read_text().replace(f"_commit: {tag()}", "_commit: v0.0.1"))
            commit(project)
        case "merging":
            (project / ".git" / "MERGE_HEAD").write_text(git("rev-parse", "HEAD", folder=project))
        case "branch":
            git("branch", "groundplan/source-hybrid", folder=project)


@pytest.mark.parametrize(
    ("how", "arguments", "said"),
    [
        ("dirty", HYBRID, "changes that are not committed (README.md)"),
        ("untracked", HYBRID, "changes that are not committed (new file.txt)"),
        ("no answers", HYBRID, "holds no .copier-answers.yml"),
        ("odd answers", HYBRID, "cannot be read"),
        ("strange answers", HYBRID, "does not say which template"),
        ("no git", HYBRID, "is no git repository"),
        ("no commit", HYBRID, "has no commit yet"),
        ("newer", HYBRID, "install a newer one"),
        ("older", HYBRID, "does not know release v0.0.1"),
        ("merging", HYBRID, "a merge is under way"),
        ("branch", HYBRID, "there is a branch groundplan/source-hybrid already"),
        ("", ("update", "-d", "source=nowhere"), "source cannot be 'nowhere'"),
        ("", ("update", "-d", "problem=rag", "-d", "modality=tabular"), "choose problem predict"),
        ("", ("update", "-d", "task=regression"), "problem rag does not ask for task"),
        ("", ("update", "nowhere"), "there is no folder nowhere"),
        ("", ("update", "--undo", "--check"), "contradict each other"),
        ("", ("update", "--force"), "only means something with --undo"),
        ("", ("update", "--markdown"), "only means something with --check"),
    ],
)
def test_what_cannot_be_updated_is_told_and_left_alone(
    command: Command, project: Path, how: str, arguments: tuple[str, ...], said: str
) -> None:
    spoil(project, how)
    before = {
        path: path.read_bytes()
        for path in project.rglob("*")
        if path.is_file() and ".git" not in path.parts
    }
    assert said in command(*arguments, folder=project).sentence()
    after = {
        path: path.read_bytes()
        for path in project.rglob("*")
        if path.is_file() and ".git" not in path.parts
    }
    assert after == before
