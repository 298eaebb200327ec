"""An update that is killed at any moment can be taken back, to the byte."""

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from groundplan.catalogue import load
from groundplan.completion import complete
from groundplan.git import raw
from groundplan.matrix.cover import cases
from groundplan.updating import apply, journal
from tests.updating.conftest import Renders, commit, state
from tests.updating.history import SECOND, THIRD
from tests.updating.working import undone, updated

KILLS = int(os.environ.get("UPDATE_KILLS", "200"))
PARTS = 4
CASES = [case.answers for case in cases(load())]
HYBRID = {"source": "hybrid"}
RAG = next(case for case in CASES if case["problem"] == "rag")


def forked(work: Callable[[], object]) -> int:
    """Start a process, and a group of its own, that does some work and ends."""
    process = os.fork()
    if process == 0:
        try:
            os.setpgid(0, 0)
            work()
        finally:
            os._exit(0)
    with suppress(PermissionError, ProcessLookupError):  # whoever of the two comes first
        os.setpgid(process, process)
    return process


def prepared(renders: Renders, folder: Path) -> dict[str, object]:
    """A repository with edits, so that there are conflicts and decisions; what it looks like."""
    renders.repository(RAG, SECOND, folder)
    for name in ("README.md", "models.toml", "docs/architecture.md"):
        path = folder / name
        path.write_text(f"mine\n{path.read_text(encoding='utf-8')}mine\n", encoding="utf-8")
    (folder / "Makefile").chmod(0o755)
    commit(folder, "edited")
    (folder / ".env").write_text("KEY=secret\n", encoding="utf-8")
    return state(folder)


def seconds_of_an_update(renders: Renders, folder: Path) -> float:
    """How long it takes once everything is rendered."""
    for attempt in ("first", "second"):
        place = folder / attempt
        prepared(renders, place)
        begun = time.monotonic()
        os.waitpid(forked(partial(updated, renders, place, HYBRID, THIRD)), 0)
        took = time.monotonic() - begun
        assert journal.read(place / ".git") is not None
    return took


def wait_until_it_writes(folder: Path) -> None:
    until = time.monotonic() + 30
    while not (folder / ".git" / journal.FOLDER).exists() and time.monotonic() < until:
        time.sleep(0.0005)


@pytest.mark.parametrize("part", range(PARTS))
def test_a_killed_update_can_be_undone(renders: Renders, tmp_path: Path, part: int) -> None:
    renders.fresh(complete(renders.catalogue(THIRD), HYBRID, RAG), THIRD)
    longest = seconds_of_an_update(renders, tmp_path / "whole")
    chance = random.Random(part)
    reached = []
    for number in range(KILLS // PARTS):
        folder = tmp_path / str(number)
        before = prepared(renders, folder)
        process = forked(partial(updated, renders, folder, HYBRID, THIRD))
        if number % 2:
            wait_until_it_writes(folder)
            time.sleep(chance.uniform(0, 0.025))
        else:
            time.sleep(chance.uniform(0, longest))
        os.killpg(process, signal.SIGKILL)
        os.waitpid(process, 0)
        held = journal.read(folder / ".git")
        if held is not None:
            undone(folder)
        reached.append(held.state if held else "")
        assert state(folder) == before, f"killed after {reached[-1] or 'nothing'}"
        shutil.rmtree(folder)
    assert {"", "writing"} <= set(reached), "no kill hit the writing"


def test_an_undo_that_stops_half_way_does_not_take_its_own_work_for_edits(
    renders: Renders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "project"
    before = prepared(renders, folder)
    updated(renders, folder, HYBRID, THIRD)
    with monkeypatch.context() as patched:
        patched.setattr(apply, "raw", interrupted)
        with pytest.raises(KeyboardInterrupt):
            undone(folder)
    undone(folder)
    assert state(folder) == before


def interrupted(*arguments: str, **more: Any) -> bytes:
    """git until files are to be checked out: those that the update added are gone by then."""
    if arguments[0] == "checkout-index":
        raise KeyboardInterrupt
    return raw(*arguments, **more)


def test_the_lock_of_a_git_that_was_killed_while_it_deleted_a_branch_is_in_nobodys_way(
    renders: Renders, tmp_path: Path
) -> None:
    folder = tmp_path / "project"
    before = prepared(renders, folder)
    updated(renders, folder, HYBRID, THIRD)
    (folder / ".git" / "packed-refs.lock").touch()
    undone(folder)
    assert state(folder) == before
    assert not (folder / ".git" / "packed-refs.lock").exists()


def test_an_undo_that_is_killed_can_be_done_again(renders: Renders, tmp_path: Path) -> None:
    chance = random.Random(0)
    for number in range(max(KILLS // 10, 5)):
        folder = tmp_path / str(number)
        before = prepared(renders, folder)
        updated(renders, folder, HYBRID, THIRD)
        process = forked(partial(undone, folder))
        time.sleep(chance.uniform(0, 0.1))
        os.killpg(process, signal.SIGKILL)
        os.waitpid(process, 0)
        if journal.read(folder / ".git") is not None:
            undone(folder)
        assert state(folder) == before
        shutil.rmtree(folder)
