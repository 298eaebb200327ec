"""The workflow that updates a render: its steps run here, with a bare repository as GitHub's."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.unit.released import ADDED, FIRST, SECOND, Released
from tests.unit.test_wheel import run

BRANCH = "groundplan/update"
SOMEONE = ("-c", "user.name=Someone", "-c", "user.email=someone@localhost")
GROUNDPLAN = """#!/bin/sh
[ -z "$GH_TOKEN" ] && PYTHONPATH={wheel} exec {python} -m groundplan "$@"
"""
# It keeps what it is asked, and the text of a pull request. `open` holds the number of an open one.
GH = """#!/bin/bash
cd "$RUNNER_TEMP" && [ "$GH_TOKEN" ] || exit 1
for argument in "$@"; do
  case $argument in
    body=@*) cp "${argument#body=@}" body.md ;;
    draft=true) [ ! -e no-drafts ] || exit 1 ;;
    --jq) cat open; exit ;;
  esac
done
echo "$@" >> asked
"""


@dataclass(frozen=True)
class Forge:
    """What stands for GitHub: a repository, and a folder for what was asked of its API."""

    folder: Path

    @property
    def origin(self) -> Path:
        return self.folder / "origin.git"

    def cloned(self, name: str) -> Path:
        shutil.rmtree(self.folder / name, ignore_errors=True)
        run("git", "clone", "--quiet", self.origin, self.folder / name, folder=self.folder)
        return self.folder / name

    def commit(self, file: str, text: str, branch: str = "main") -> None:
        """A person's commit, which adds to the end of a file."""
        work = self.cloned("person")
        run("git", "switch", "--quiet", branch, folder=work)
        with (work / file).open("a", encoding="utf-8") as opened:
            opened.write(text)
        run("git", *SOMEONE, "commit", "--quiet", "--all", "-m", "mine", folder=work)
        run("git", "push", "--quiet", "origin", branch, folder=work)

    def run(self) -> tuple[int, str]:
        """The steps of the workflow in a clone of its own: an exit code, and what they asked."""
        runner, asked = self.cloned("runner"), self.folder / "asked"
        asked.write_text("", encoding="utf-8")
        workflow = yaml.safe_load((runner / ".github/workflows/update.yml").read_text())
        steps = [step for step in workflow["jobs"]["update"]["steps"] if "run" in step]
        assert steps[0] == {"run": "uv tool install groundplan"}
        code = 0
        for step in steps[1:]:
            environment = {
                "PATH": f"{self.folder}:{os.environ['PATH']}",
                "HOME": str(self.folder),
                "RUNNER_TEMP": str(self.folder),
                "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
                "GITHUB_REPOSITORY": "someone/try-it",
                "GITHUB_REPOSITORY_OWNER": "someone",
                "GITHUB_REF_NAME": "main",
            } | dict.fromkeys(step.get("env", {}), "token")
            script = ("bash", "-e", "-c", step["run"])
            code = code or subprocess.run(script, cwd=runner, env=environment).returncode
        return code, asked.read_text(encoding="utf-8")

    def at(self, revision: str) -> str:
        """What a revision of the repository is; nothing if there is none."""
        command = ("git", "rev-parse", "--quiet", "--verify", revision)
        done = subprocess.run(command, cwd=self.origin, capture_output=True, text=True)
        return done.stdout.strip()


@pytest.fixture
def forge(two_releases: Released, tmp_path: Path) -> Forge:
    programs = {
        "groundplan": GROUNDPLAN.format(wheel=two_releases.wheels[SECOND], python=sys.executable),
        "gh": GH,
    }
    for name, text in programs.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    (tmp_path / "open").touch()
    return Forge(tmp_path)


def published(forge: Forge, project: Path) -> None:
    run("git", "clone", "--quiet", "--bare", project, forge.origin, folder=forge.folder)


def test_where_nothing_is_newer_nothing_is_asked(forge: Forge, of_release: dict[str, Path]) -> None:
    published(forge, of_release[SECOND])
    assert forge.run() == (0, "")
    assert not forge.at(BRANCH)
    assert "Up to date" in (forge.folder / "summary.md").read_text(encoding="utf-8")


def test_one_pull_request_is_opened_and_refreshed_and_a_person_s_left_alone(
    forge: Forge, of_release: dict[str, Path]
) -> None:
    published(forge, of_release[FIRST])
    code, asked = forge.run()
    assert code == 0
    assert asked == (
        "api repos/someone/try-it/pulls --silent --raw-field title=Update from the template "
        f"--field body=@{forge.folder}/plan.md --raw-field head={BRANCH} --raw-field base=main\n"
    )
    body = (forge.folder / "body.md").read_text(encoding="utf-8")
    assert body.startswith(f"**Groundplan v{FIRST} → v{SECOND}**")
    assert forge.at(f"{BRANCH}^") == forge.at("main")
    fresh = run("git", "rev-parse", "HEAD^{tree}", folder=of_release[SECOND]).strip()
    assert forge.at(f"{BRANCH}^{{tree}}") == fresh

    forge.commit("AGENTS.md", "Mine.\n")
    (forge.folder / "open").write_text("7\n", encoding="utf-8")
    code, asked = forge.run()
    assert code == 0
    assert asked.startswith("api --method PATCH repos/someone/try-it/pulls/7 ")
    assert forge.at(f"{BRANCH}^") == forge.at("main")

    forge.commit("AGENTS.md", "Mine, too.\n", BRANCH)
    before = forge.at(BRANCH)
    assert forge.run() == (1, "")
    assert forge.at(BRANCH) == before


@pytest.mark.parametrize("drafts", [True, False])
def test_conflicts_are_told_and_never_committed(
    forge: Forge, of_release: dict[str, Path], drafts: bool
) -> None:
    published(forge, of_release[FIRST])
    forge.commit("README.md", "\nOf this team.\n")
    if not drafts:
        (forge.folder / "no-drafts").touch()
    code, asked = forge.run()
    assert code == 0
    assert "title=Update from the template: conflicts, to be merged by hand" in asked
    assert ("draft=true" in asked) == drafts
    body = (forge.folder / "body.md").read_text(encoding="utf-8")
    assert "`groundplan update --in-place`" in body
    assert "- `README.md`: line " in body
    assert forge.at(f"{BRANCH}^") == forge.at("main")
    assert forge.at(f"{BRANCH}^{{tree}}") == forge.at("main^{tree}")
    assert ADDED not in run("git", "show", f"{BRANCH}:README.md", folder=forge.origin)
