"""One at a time: whoever works on something holds a lock that ends with its process."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from ..ports import RunError

# What a killed process was just starting may hold its lock so long.
_MOMENT = 2.0


@contextmanager
def alone(path: Path, busy: str, seconds: float = _MOMENT) -> Iterator[None]:
    """Hold the lock of that path, for which it is worth waiting so long.

    Raises RunError with the sentence `busy` where another one holds it still.

    The system takes it back from a process that is killed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # A generator may be ended by another thread than the one that began it.
    lock = FileLock(path, timeout=seconds, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise RunError(busy) from None
    try:
        yield
    finally:
        lock.release()
