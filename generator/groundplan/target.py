"""The folder that a repository is written to: made beside its target, and moved there whole.

Until the last moment everything lies in one hidden folder next to the target, so a run that is
killed leaves the target as it was. What such a run leaves behind is locked by nobody, which is how
the next run knows that it may go.
"""

import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from groundplan.errors import GroundplanError

_PREFIX = ".groundplan-"
_LOCK = "lock"
_ENDING = 5.0  # seconds
_STARTING = 60.0  # seconds; a folder without a lock is younger, or was killed in its first moment


def inspected(path: Path) -> Path:
    """The absolute target, with symbolic links followed.

    Raises:
        GroundplanError: Nothing can be written there; the text says why and what to do.
    """
    try:
        target = path.expanduser().resolve()
        if target.exists() and not target.is_dir():
            raise GroundplanError(f"{path} is a file: choose another folder")
        if filled(target):
            raise GroundplanError(f"{path} is not empty: choose a new or an empty folder")
        parent = target.parent
        if parent.exists() and not parent.is_dir():
            raise GroundplanError(f"{parent} is a file: choose another folder")
        if not parent.is_dir():
            raise GroundplanError(f"there is no folder {parent}: make it first, or choose another")
        if not os.access(parent, os.W_OK | os.X_OK):
            raise GroundplanError(f"{parent} cannot be written to: choose another folder")
        if target == parent or target.is_mount():
            raise GroundplanError(f"{path} cannot be replaced: choose a folder inside it")
    except (OSError, RuntimeError, ValueError) as error:
        raise GroundplanError(f"{str(path)!r} cannot be used: {_why(error)}") from error
    return target


def filled(target: Path) -> bool:
    """Whether it is a folder with something in it."""
    return target.is_dir() and any(target.iterdir())


@contextmanager
def workshop(target: Path) -> Iterator[Path]:
    """A private folder beside `target`, on the same file system, removed at the end.

    Raises:
        GroundplanError: It cannot be made.
    """
    _sweep(target.parent)
    # Named before it is made: an interrupt that comes with the folder knows what to remove.
    folder = target.parent / f"{_PREFIX}{secrets.token_hex(8)}"
    try:
        try:
            folder.mkdir(mode=0o700)
        except OSError as error:
            raise GroundplanError(f"{target.parent} cannot be written to: {_why(error)}") from error
        with (folder / f"{_LOCK}.new").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            # The name that others look for appears once the lock is held.
            (folder / f"{_LOCK}.new").rename(folder / _LOCK)
            yield folder
    finally:
        _removed(folder)


def put(made: Path, target: Path) -> None:
    """Move a finished repository to its place in one step; an empty folder there is replaced.

    Raises:
        GroundplanError: The target has changed in the meantime, or cannot be written.
    """
    try:
        if target.is_dir():
            made.chmod(target.stat().st_mode)
        made.rename(target)
    except OSError as error:
        raise GroundplanError(
            f"{target} could not be put in place: {_why(error)}: choose another folder"
        ) from error


def _removed(folder: Path) -> None:
    """Remove a folder, into which a program that was interrupted may write for a moment more."""
    until = time.monotonic() + _ENDING
    shutil.rmtree(folder, ignore_errors=True)
    while folder.exists() and time.monotonic() < until:
        time.sleep(0.05)
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(parent: Path) -> None:
    """Remove what killed runs left here: folders of ours whose lock nobody holds."""
    for folder in parent.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if (folder / _LOCK).exists():
                with (folder / _LOCK).open("r+") as lock:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(folder, ignore_errors=True)
            elif time.time() - folder.stat().st_mtime > _STARTING:
                shutil.rmtree(folder, ignore_errors=True)


def _why(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
