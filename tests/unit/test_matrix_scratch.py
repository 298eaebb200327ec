"""The folder of a run, and what is left of runs that were killed."""

import os
from pathlib import Path

import pytest

from groundplan.matrix import scratch


def test_what_a_killed_run_left_is_removed_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scratch, "MEMORY", tmp_path)
    monkeypatch.setattr(scratch, "ROOM", 0)
    dead, alive, other = (
        tmp_path / name
        for name in ("groundplan-matrix-4194999-a", f"groundplan-matrix-{os.getppid()}-b", "other")
    )
    for folder in (dead, alive, other):
        folder.mkdir()
        (folder / "file").touch()
    made = scratch.made()
    assert set(tmp_path.iterdir()) == {made, alive, other}


def test_without_room_in_memory_it_lies_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scratch, "ROOM", 2**62)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert scratch.made().parent == tmp_path
