"""How long to wait for a provider, and when to try again: never past the deadline.

The providers' own libraries retry too, but they obey a `Retry-After` of up to a minute, which no
latency budget survives. They are therefore told not to.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from ..ports import ModelUnavailable

T = TypeVar("T")

RETRIED = frozenset({408, 409, 429, 500, 502, 503, 504, 529})
PAUSE_SECONDS = 0.2


class Deadline:
    """A point in time by which everything has to be over."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds until the deadline, never below a hundredth, so it can serve as a time-out."""
        return max(self._end - time.monotonic(), 0.01)

    @property
    def passed(self) -> bool:
        """Whether it is too late."""
        return time.monotonic() >= self._end


def attempt(
    call: Callable[[float], T],
    deadline: Deadline,
    *,
    retries: int,
    pause_seconds: float = PAUSE_SECONDS,
) -> T:
    """Return `call(seconds_left)`, tried again after a passing failure while there is time.

    A failure is passing when its `status_code` says so (RETRIED). Time-outs and refused
    connections are not retried: the first has used the time up, the second will be as refused.
    The first pause lasts `pause_seconds`, and each further one twice as long.
    """
    for turn in range(retries + 1):
        try:
            return call(deadline.left)
        except Exception as error:
            pause = pause_seconds * 2**turn
            passing = getattr(error, "status_code", None) in RETRIED
            if not passing or turn == retries or deadline.left <= pause:
                raise
            time.sleep(pause)
    raise AssertionError("unreachable: the last turn returns or raises")


def until(pieces: Iterable[str], deadline: Deadline, name: str) -> Iterator[str]:
    """Pass on the pieces that say something. Raises ModelUnavailable when too late or empty."""
    said = False
    for piece in pieces:
        if deadline.passed:
            raise ModelUnavailable(f"{name} had not finished after {deadline.seconds:g} s")
        if piece:
            said = True
            yield piece
    if not said:
        raise ModelUnavailable(f"{name} answered nothing")
