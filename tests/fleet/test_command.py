"""`groundplan fleet` as a person meets it: real processes, real renders, stopped and resumed."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from groundplan.fleet.memory import folder as memories
from groundplan.git import git
from tests.fleet.conftest import branches, spoilers, write
from tests.fleet.test_lanes import alive
from tests.templates import new_repository
from tests.updating.conftest import state

HYBRID = ("-d", "source=hybrid", "--skip-checks")
BRANCH = "groundplan/source-hybrid"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository as `groundplan new` makes it."""
    return new_repository(tmp_path_factory.mktemp("made") / "project")


@pytest.fixture
def fleet(made: Path, tmp_path: Path) -> Callable[..., Path]:
    """Several repositories in one folder."""

    def make(*names: str) -> Path:
        for name in names:
            shutil.copytree(made, tmp_path / "fleet" / name)
        return tmp_path / "fleet"

    return make


def started(*arguments: str, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        (sys.executable, "-m", "groundplan", "fleet", *arguments),
        cwd=folder,
        env={**os.environ, "COLUMNS": "200"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def ended(*arguments: str, folder: Path) -> tuple[int, str, str]:
    process = started(*arguments, folder=folder)
    output, error = process.communicate(timeout=300)
    return process.returncode, output, error


def states(folder: Path) -> Mapping[str, dict[str, object]]:
    """All that a fleet run has to leave alone in each repository."""
    return {
        path.name: {name: held for name, held in state(path).items() if name != "branches"}
        for path in sorted(folder.iterdir())
    }


def first_result() -> None:
    """Wait until a run has written down that something is done."""
    while not any('"done"' in file.read_text() for file in memories().glob("fleet-*.json")):
        time.sleep(0.02)


def test_a_broken_repository_among_good_ones(fleet: Callable[..., Path]) -> None:
    folder = fleet("good", "other", "broken", "edited")
    spoilers["broken index"](folder / "broken")
    write(folder / "edited", "README.md", "Mine.\n")
    before = states(folder)
    code, output, _ = ended("update", ".", *HYBRID, "--jobs", "2", folder=folder)
    assert code == 1
    for said in (BRANCH, "needs a person", "1 conflict (README.md)", "git failed"):
        assert said in output
    assert f"groundplan update {folder / 'edited'} -d source=hybrid" in output
    assert output.splitlines()[-1] == "2 done, 1 needs a person, 1 failed."
    assert states(folder) == before
    assert branches(folder / "good") == branches(folder / "other") == [BRANCH, "main"]
    assert branches(folder / "edited") == ["main"]

    code, output, error = ended("status", ".", "--json", "--html", "page.html", folder=folder)
    assert (code, error) == (0, "")
    seen = {Path(one["path"]).name: one for one in json.loads(output)["repositories"]}
    assert {name: one["standing"] for name, one in seen.items()} == dict.fromkeys(
        before, "up to date"
    )
    assert seen["good"]["under_way"] == f"an update on branch {BRANCH}"
    assert "git failed" in seen["broken"]["fault"]
    assert "git failed" in (folder / "page.html").read_text(encoding="utf-8")


def test_exit_codes_and_lists(fleet: Callable[..., Path]) -> None:
    folder = fleet("one", "dirty")
    spoilers["dirty"](folder / "dirty")
    (folder.parent / "list").write_text("fleet/one  # the first\n", encoding="utf-8")
    chosen = ("--list", "list", "--json")
    code, output, error = ended("update", *chosen, *HYBRID, folder=folder.parent)
    assert code == 0, error
    told = json.loads(output)
    assert told["count"] == {"done": 1, "up to date": 0, "needs a person": 0, "failed": 0}
    assert told["repositories"][0]["branch"] == BRANCH
    assert ended("update", str(folder), *HYBRID, folder=folder)[0] == 3
    assert ended("update", str(folder / "one"), "--skip-checks", folder=folder)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("status",), "name folders to search, or a list"),
        (("status", "nowhere"), "there is no folder nowhere"),
        (("update", "."), "Groundplan rendered nothing there"),
        (("update", ".", "-d", "source=nowhere"), "source cannot be 'nowhere'"),
        (("status", "--list", "nowhere"), "the list nowhere cannot be read"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    code, output, error = ended(*arguments, folder=tmp_path)
    assert (code, output) == (2, "")
    assert said in error
    assert len(error.splitlines()) == 1


def test_a_killed_run_harms_nothing_and_is_resumed(fleet: Callable[..., Path]) -> None:
    folder = fleet("a", "b", "c", "d")
    before = states(folder)
    process = started("update", ".", *HYBRID, "--jobs", "1", folder=folder)
    first_result()
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert states(folder) == before
    commit = git("rev-parse", BRANCH, folder=folder / "a")
    # Whoever deletes the branch of one that is done has made up their mind.
    git("branch", "-D", BRANCH, folder=folder / "a")
    code, output, error = ended("update", ".", *HYBRID, "--resume", "--json", folder=folder)
    assert code == 0, error
    done = {Path(one["path"]).name: one for one in json.loads(output)["repositories"]}
    assert {one["state"] for one in done.values()} == {"done"}
    assert done["a"]["commit"] == commit
    assert branches(folder / "a") == ["main"]
    assert all(branches(folder / name) == [BRANCH, "main"] for name in "bcd")
    assert states(folder) == before


def test_ctrl_c_finishes_what_is_under_way_and_resume_does_the_rest(
    fleet: Callable[..., Path],
) -> None:
    folder = fleet("a", "b", "c", "d", "e")
    before = states(folder)
    process = started("update", ".", *HYBRID, "--jobs", "1", "--json", folder=folder)
    first_result()
    os.killpg(process.pid, signal.SIGINT)
    output, error = process.communicate(timeout=120)
    assert process.returncode == 130, error
    assert error.splitlines()[-1].endswith("not begun: the same command with --resume goes on")
    told = json.loads(output)
    assert 1 <= told["not_begun"] <= 4
    assert {one["state"] for one in told["repositories"]} == {"done"}
    begun = {Path(one["path"]).name for one in told["repositories"]}
    for path in folder.iterdir():
        assert branches(path) == ([BRANCH, "main"] if path.name in begun else ["main"])
    assert states(folder) == before
    assert ended("update", ".", *HYBRID, "--resume", folder=folder)[0] == 0
    assert all(branches(path) == [BRANCH, "main"] for path in folder.iterdir())
    assert states(folder) == before


MAKEFILE = "check test:\n\t@echo $$PPID > {file}; while true; do sleep 1; done\n"


def test_a_second_ctrl_c_ends_at_once_and_harms_nothing(
    fleet: Callable[..., Path], tmp_path: Path
) -> None:
    folder, file = fleet("a", "b"), tmp_path / "make"
    write(folder / "a", "Makefile", MAKEFILE.format(file=file))
    before = states(folder)
    process = started("update", ".", *HYBRID[:2], "--jobs", "1", folder=folder)
    while not (file.exists() and file.read_text()):
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    output, error = process.communicate(timeout=120)
    assert process.returncode == 130, output
    assert error == (
        "groundplan: stopped at once; no working tree was touched, and --resume goes on\n"
    )
    while alive(int(file.read_text())):
        time.sleep(0.02)
    assert branches(folder / "a") == branches(folder / "b") == ["main"]
    assert states(folder) == before
