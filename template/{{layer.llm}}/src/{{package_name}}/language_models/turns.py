"""Back-pressure: so many calls at once, so many more waiting, and the rest are turned away."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from .errors import ModelUnavailable


class Turns:
    """Hands out turns. Whoever would have to wait behind `waiting` others is refused at once."""

    def __init__(self, concurrency: int, waiting: int) -> None:
        self._room = threading.BoundedSemaphore(concurrency + waiting)
        self._turn = threading.BoundedSemaphore(concurrency)

    @contextmanager
    def turn(self, seconds: float) -> Iterator[None]:
        """Wait at most `seconds` for a turn. Raises ModelUnavailable."""
        if not self._room.acquire(blocking=False):
            raise ModelUnavailable("too many requests are waiting: try again in a moment", "busy")
        try:
            if not self._turn.acquire(timeout=seconds):
                raise ModelUnavailable(f"no turn came within {seconds:g} s", "busy")
            try:
                yield
            finally:
                self._turn.release()
        finally:
            self._room.release()
