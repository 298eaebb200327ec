"""Work goes on whatever happens to one process, and no process is left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Event

import pytest

from groundplan.fleet.lanes import each, interruptible

NAMES = [Path(name) for name in ("one", "two", "three", "four", "five")]


def work(path: Path) -> str:
    """Its name; but `three` takes its process down."""
    if path.name == "three":
        os.kill(os.getpid(), signal.SIGKILL)
    return path.name


def told(path: Path) -> int:
    """Write down which process works, and never end."""
    (path / str(os.getpid())).touch()
    time.sleep(3600)
    return 0


def one_or_told(path: Path) -> str:
    """The quick work, and the endless."""
    return path.name if path.name == "one" else str(told(path))


@pytest.mark.parametrize("jobs", [1, 2, 9])
def test_a_killed_process_takes_only_its_own_result_along(jobs: int) -> None:
    made = dict(each(NAMES, work, jobs))
    assert made == {path: None if path.name == "three" else path.name for path in NAMES}


def test_nothing_begins_once_it_is_stopped() -> None:
    stopping, begun = Event(), list[Path]()
    results = each([Path("one")] * 5, work, 1, started=begun.append, stopping=stopping)
    next(results)
    stopping.set()
    assert list(results) == []
    assert len(begun) == 1


def test_nothing_to_do_needs_no_process() -> None:
    assert list(each([], work, 4)) == []


def test_the_first_signal_stops_and_the_second_interrupts() -> None:
    before = signal.getsignal(signal.SIGINT)
    with interruptible() as stopping:
        signal.raise_signal(signal.SIGINT)
        assert stopping.is_set()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_who_does_not_wait_leaves_no_process_behind(tmp_path: Path) -> None:
    results = each([Path("one"), tmp_path], one_or_told, 2)
    assert next(results) == (Path("one"), "one")
    while not (begun := [int(path.name) for path in tmp_path.glob("[0-9]*")]):
        time.sleep(0.05)
    results.close()
    assert not any(alive(process) for process in begun)


def test_processes_end_with_their_parent(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    pids.mkdir()
    script = (
        "from pathlib import Path\n"
        "from groundplan.fleet.lanes import each\n"
        "from tests.fleet.test_lanes import told\n"
        f"list(each([Path({str(pids)!r})] * 2, told, 2))\n"
    )
    parent = subprocess.Popen((sys.executable, "-c", script), cwd=Path(__file__).parents[2])
    while len(list(pids.iterdir())) < 2:
        assert parent.poll() is None
        time.sleep(0.05)
    parent.kill()
    parent.wait()
    for path in pids.iterdir():
        while alive(int(path.name)):
            time.sleep(0.05)


def alive(process: int) -> bool:
    """Whether a process runs; one that has ended may wait to be collected by its new parent."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2]
    except FileNotFoundError:
        return False
    return state.split()[0] != "Z"
