"""Branches pushed to a real repository; pull requests by programs that write down their calls."""

import json
import shutil
import stat
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from groundplan.git import git
from tests.fleet.conftest import Update, branches
from tests.updating.history import THIRD

BRANCH = f"groundplan/{THIRD}"
PROGRAM = """#!{python}
import json, sys
with open({log!r}, "a") as log:
    log.write(json.dumps(sys.argv[1:]) + "\\n")
if {fails!r}:
    sys.exit("first line\\nHTTP 401: sign in")
print({answers!r}[sys.argv[2]])
"""
Program = Callable[..., Callable[[], list[list[str]]]]


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Put a program on PATH, where else there is only git; gives what returns its calls."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "git").symlink_to(shutil.which("git") or "")
    monkeypatch.setenv("PATH", str(folder))

    def put(
        name: str, answers: Mapping[str, str], fails: bool = False
    ) -> Callable[..., list[list[str]]]:
        log, file = tmp_path / f"{name}.log", folder / name
        log.touch()
        text = PROGRAM.format(python=sys.executable, log=str(log), fails=fails, answers=answers)
        file.write_text(text, encoding="utf-8")
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
        return lambda: [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]

    return put


@pytest.fixture
def project(repository: Callable[[str], Path], tmp_path: Path) -> Callable[[str], Path]:
    """A repository with a remote at an address; what is pushed there lands in a local one."""

    def make(address: str) -> Path:
        folder, bare = repository("one"), tmp_path / "remote.git"
        git("init", "--quiet", "--bare", str(bare))
        git("remote", "add", "origin", address, folder=folder)
        git("config", f"url.{bare}.pushInsteadOf", address, folder=folder)
        return folder

    return make


def option(call: list[str], name: str) -> str:
    return call[call.index(name) + 1]


@pytest.mark.parametrize(
    ("address", "repo"),
    [
        ("https://github.com/team/app.git", "https://github.com/team/app"),
        ("git@github.com:team/app.git", "https://github.com/team/app"),
        ("ssh://git@github.example:2222/team/app", "https://github.example/team/app"),
        ("https://user:secret@github.com/team/app.git/", "https://github.com/team/app"),
    ],
)
def test_a_pull_request_on_github(
    project: Callable[[str], Path],
    program: Program,
    update: Update,
    tmp_path: Path,
    address: str,
    repo: str,
) -> None:
    folder = project(address)
    calls = program("gh", {"list": "[]", "create": "opening\nhttps://github.com/team/app/pull/7"})
    result = update(folder, pull_requests=True)
    assert result.state == "done", result.says
    assert result.pull_request == "https://github.com/team/app/pull/7"
    assert git("rev-parse", BRANCH, folder=tmp_path / "remote.git") == result.commit
    listed, created = calls()
    assert listed[:2] == ["pr", "list"]
    assert created[:2] == ["pr", "create"]
    assert option(created, "--repo") == repo
    assert (option(created, "--head"), option(created, "--base")) == (BRANCH, "main")
    assert option(created, "--title") == "Update Groundplan from v0.2.0 to v0.3.0"
    assert "README.md" in option(created, "--body")
    assert branches(folder) == [BRANCH, "main"]
    assert git("branch", "--show-current", folder=folder) == "main"


def test_a_merge_request_on_gitlab(
    project: Callable[[str], Path], program: Program, update: Update
) -> None:
    folder = project("git@gitlab.example:group/team/app.git")
    calls = program(
        "glab", {"list": "", "create": "!3\nhttps://gitlab.example/x/-/merge_requests/3"}
    )
    result = update(folder, pull_requests=True)
    assert result.pull_request == "https://gitlab.example/x/-/merge_requests/3"
    created = calls()[1]
    assert created[:2] == ["mr", "create"]
    assert option(created, "--repo") == "https://gitlab.example/group/team/app"
    assert (option(created, "--source-branch"), option(created, "--target-branch")) == (
        BRANCH,
        "main",
    )
    assert "README.md" in option(created, "--description")
    assert "--yes" in created


def test_one_that_is_open_already_is_named(
    project: Callable[[str], Path], program: Program, update: Update
) -> None:
    folder = project("https://github.com/team/app.git")
    calls = program("gh", {"list": '[{"url": "https://github.com/team/app/pull/1"}]'})
    for _ in range(2):
        assert (
            update(folder, pull_requests=True).pull_request == "https://github.com/team/app/pull/1"
        )
    assert [call[1] for call in calls()] == ["list", "list"]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://github.com/team/app.git", "`gh pr list` failed: HTTP 401: sign in"),
        (
            "https://user:secret@git.example/team/app.git",
            "is on git.example, neither GitHub nor GitLab",
        ),
        ("https://gitlab.com/team/app.git", "glab is not installed"),
    ],
)
def test_without_a_pull_request_the_branch_is_there_and_the_rest_is_told(
    project: Callable[[str], Path],
    program: Program,
    update: Update,
    address: str,
    said: str,
) -> None:
    folder = project(address)
    program("gh", {}, fails=True)
    result = update(folder, pull_requests=True)
    assert result.state == "failed"
    assert result.says.startswith("the branch is made, but there is no pull request: ")
    assert said in result.says
    assert "secret" not in result.says
    assert branches(folder) == [BRANCH, "main"]


def test_a_repository_without_a_remote(repository: Callable[[str], Path], update: Update) -> None:
    result = update(repository("one"), pull_requests=True)
    assert result.state == "failed"
    assert "it has no remote to push to" in result.says
