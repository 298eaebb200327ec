"""Killed or interrupted, a run leaves the target as it was, and the next run works."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from groundplan import display
from groundplan.__main__ import main
from groundplan.git import git
from groundplan.target import workshop

POINTS = (0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95)


def started(folder: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "groundplan", "new", "my-docs", "--defaults"],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def usual_seconds(folder: Path, environment: dict[str, str]) -> float:
    start = time.perf_counter()
    started(folder, environment).communicate(timeout=120)
    return time.perf_counter() - start


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.glob(".groundplan-*")]


def test_a_kill_at_any_moment(tmp_path: Path, environment: dict[str, str]) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    usual = usual_seconds(whole, environment)
    killed = 0
    for number, point in enumerate(POINTS):
        existing = number % 2 == 0
        folder = tmp_path / f"at-{point}"
        folder.mkdir()
        place = folder / "my-docs"
        if existing:
            place.mkdir()
        process = started(folder, environment)
        time.sleep(point * usual)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=30)
        if process.returncode == -signal.SIGKILL:
            killed += 1
        # Either nothing happened, or everything did.
        if place.is_dir() and any(place.iterdir()):
            assert git("status", "--porcelain", folder=place) == ""
            assert (place / ".copier-answers.yml").is_file()
            continue
        assert place.is_dir() == existing
        assert {path.name for path in folder.iterdir()} - set(leftovers(folder)) == (
            {"my-docs"} if existing else set()
        )
        again = started(folder, environment)
        _, error = again.communicate(timeout=120)
        assert again.returncode == 0, error
        assert leftovers(folder) == []
        assert git("status", "--porcelain", folder=place) == ""
    assert killed


def test_an_interrupt_that_comes_with_the_folder_leaves_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = Path.mkdir

    def interrupted(folder: Path, mode: int) -> None:
        make(folder, mode)
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "mkdir", interrupted)
    with pytest.raises(KeyboardInterrupt), workshop(tmp_path / "my-docs"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_behind_the_last_step_is_not_told_as_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(display, "show_next", interrupted)
    monkeypatch.setattr(sys, "argv", ["groundplan", "new", "my-docs", "--defaults"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130
    assert capsys.readouterr().err.splitlines() == [
        "groundplan: stopped, and my-docs was complete by then"
    ]
    assert (tmp_path / "my-docs" / ".copier-answers.yml").is_file()


def test_what_is_written_while_it_is_removed_does_not_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove, late = shutil.rmtree, ["a", "b"]

    def removed(folder: Path, ignore_errors: bool) -> None:
        remove(folder, ignore_errors=ignore_errors)
        if late:
            folder.mkdir()
            (folder / late.pop()).touch()

    monkeypatch.setattr(shutil, "rmtree", removed)
    with workshop(tmp_path / "my-docs"):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("point", [0.15, 0.4, 0.6, 0.8])
def test_ctrl_c_is_one_sentence(tmp_path: Path, environment: dict[str, str], point: float) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    usual = usual_seconds(whole, environment)
    folder = tmp_path / "stopped"
    folder.mkdir()
    process = started(folder, environment)
    time.sleep(point * usual)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=60)
    place, said = folder / "my-docs", error.decode()
    if process.returncode == 0 or place.is_dir():
        # It came too late: all is there, and that is what is said.
        assert git("status", "--porcelain", folder=place) == ""
        assert leftovers(folder) == []
        assert "nothing was written" not in said
        return
    if process.returncode == -signal.SIGINT:
        # A shell calls it 130 as well: Python itself ends so while it is still starting.
        assert "/groundplan/" not in said
    else:
        assert process.returncode == 130
        assert said.splitlines() == ["groundplan: stopped, and nothing was written"]
    assert list(folder.iterdir()) == []


def test_two_runs_side_by_side_do_not_disturb_each_other(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    first, second = started(tmp_path, environment), started(tmp_path, environment)
    outcomes = [process.communicate(timeout=120) for process in (first, second)]
    codes = sorted((first.returncode, second.returncode))
    assert codes in ([0, 0], [0, 1]), outcomes
    assert git("status", "--porcelain", folder=tmp_path / "my-docs") == ""
    assert leftovers(tmp_path) == []
