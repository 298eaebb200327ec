"""How long a call may be silent, kept also while a library waits for the provider.

A library's own time-out begins anew with every byte, and a server that only keeps its connection
alive sends some for as long as one likes. So the time goes by pieces of the answer: the connection,
which the library makes, learns of the limit here, and gives the call up when more bytes have
brought no piece.
"""

import time
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from typing import ClassVar, TypeVar

from .patience import Deadline

T = TypeVar("T")


class Limit:
    """Until when one call may go on: it is over with so many seconds of silence.

    Its first piece has to come by the deadline `first`, its end by `last`. `seconds` is how long it
    may say nothing at the start.
    """

    def __init__(self, silence_seconds: float, first: Deadline, last: Deadline) -> None:
        self.seconds = min(silence_seconds, first.left)
        self._silence, self._last = silence_seconds, last
        self._end = time.monotonic() + self.seconds

    def heard(self) -> None:
        """Tell of a piece, or of a reader who comes back for the next one."""
        self._end = time.monotonic() + min(self._silence, self._last.left)

    @property
    def passed(self) -> bool:
        """Whether the call is over."""
        return time.monotonic() >= self._end


# The limit of the call that is begun here.
LIMIT: ContextVar[Limit | None] = ContextVar("limit", default=None)


def begun(pieces: Iterator[T], limit: Limit) -> Iterator[T]:
    """Pass the pieces on. The connection, made for the first of them, finds the limit in LIMIT."""
    token = LIMIT.set(limit)
    try:
        first = next(pieces, None)
    finally:
        LIMIT.reset(token)
    if first is not None:
        yield first
        yield from pieces


class LimitedBody:
    """The body of a response: it raises `silent` when the limit passes and bytes still come."""

    silent: ClassVar[type[Exception]]

    def __init__(self, body: Iterable[bytes]) -> None:
        self._body, self._limit = body, LIMIT.get()

    def __iter__(self) -> Iterator[bytes]:
        for part in self._body:
            yield part
            # Whoever is here again found no piece in that part, or has told of the one it found.
            if self._limit and self._limit.passed:
                raise self.silent("bytes came, but no piece of an answer")

    def close(self) -> None:
        """Close what it is read from."""
        getattr(self._body, "close", lambda: None)()
