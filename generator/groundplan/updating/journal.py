"""What was there before an update: written down before anything is touched, gone when it is over.

It lies in git's own folder, so it is never committed, and each working tree has its own. Whoever
writes holds a lock that the git processes it starts inherit: a killed update whose git still runs
is waited for.
"""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

from groundplan.errors import GroundplanError

FOLDER, FILE, INDEX, LOCK = "groundplan-update", "journal.json", "index", "groundplan-update.lock"
_PATIENCE = 30.0  # seconds

State = Literal["writing", "written"]


@dataclass(frozen=True)
class Journal:
    """An update under way, or written and not committed yet.

    Attributes:
        state: Whether everything was written, and nothing is being taken out again.
        head: The branch that was checked out; None without one.
        commit: The commit that was checked out.
        branch: The branch made for the update; None where it works in place.
        tree: What the update writes.
        written: Files that it adds or changes.
        removed: Files that it removes.
    """

    state: State
    head: str | None
    commit: str
    branch: str | None
    tree: str
    written: tuple[str, ...]
    removed: tuple[str, ...]


@contextmanager
def locked(git_folder: Path) -> Iterator[int]:
    """Keep every other update of this working tree out; gives the lock's descriptor.

    Raises:
        GroundplanError: Another one has been at work for half a minute.
    """
    descriptor = os.open(git_folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if time.monotonic() > until:
                    raise GroundplanError(
                        "another update of this repository is at work: wait until it has ended"
                    ) from error
                time.sleep(0.05)
        yield descriptor
    finally:
        os.close(descriptor)


def read(git_folder: Path) -> Journal | None:
    """The journal, if there is one."""
    file = git_folder / FOLDER / FILE
    if not file.exists():
        return None
    held = json.loads(file.read_text(encoding="utf-8"))
    return Journal(**held | {name: tuple(held[name]) for name in ("written", "removed")})


def begin(git_folder: Path, journal: Journal) -> None:
    """Write the journal down, with a copy of the index; all of it or nothing."""
    unfinished = git_folder / f"{FOLDER}.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    index = git_folder / "index"
    if index.exists():
        shutil.copy2(index, unfinished / INDEX)
    _write(unfinished / FILE, journal)
    unfinished.rename(git_folder / FOLDER)
    _sync(git_folder)


def mark(git_folder: Path, journal: Journal, state: State) -> None:
    """Say how far it is."""
    draft = git_folder / FOLDER / f"{FILE}.new"
    _write(draft, replace(journal, state=state))
    draft.rename(git_folder / FOLDER / FILE)


def end(git_folder: Path) -> None:
    """Forget it."""
    gone = git_folder / f"{FOLDER}.gone"
    shutil.rmtree(gone, ignore_errors=True)
    (git_folder / FOLDER).rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


def _write(file: Path, journal: Journal) -> None:
    with file.open("w", encoding="utf-8") as stream:
        # Names of files are bytes to git; escapes bring back those that are no UTF-8.
        json.dump(asdict(journal), stream, indent=1)
        stream.flush()
        os.fsync(stream.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
