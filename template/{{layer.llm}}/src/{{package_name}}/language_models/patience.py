"""How long to wait for a provider, and when to try again: never past the deadline.

The providers' own libraries retry too, but they obey a `Retry-After` of up to a minute, which no
latency budget survives. They are therefore told not to.
"""

import time
from collections.abc import Callable
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception
from tenacity.wait import wait_exponential_jitter

T = TypeVar("T")

# Worth another try: the request was sound, and the next moment may find the server well again.
RETRIED = frozenset({408, 409, 429, 500, 502, 503, 504, 529})
# The longest pause, as a share of the whole time: there must be room for the next try.
_LONGEST_PAUSE = 0.1


class Deadline:
    """A point in time by which everything has to be over."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def share(self, parts: int) -> "Deadline":
        """Return the end of one of so many equal parts of what is left."""
        return Deadline(self.left / parts)

    @property
    def left(self) -> float:
        """Seconds until the deadline, never below a hundredth, so it can serve as a time-out."""
        return max(self._end - time.monotonic(), 0.01)

    @property
    def passed(self) -> bool:
        """Whether it is too late."""
        return time.monotonic() >= self._end


def attempt(
    call: Callable[[], T],
    deadline: Deadline,
    *,
    attempts: int,
    pause_seconds: float,
    passing: Callable[[BaseException], bool],
    wait_seconds: Callable[[BaseException], float] = lambda _: 0.0,
) -> T:
    """Return `call()`, tried again after a failure that is `passing`, while there is time.

    The pauses start around `pause_seconds`, double each time and vary by chance, so that callers
    who failed together do not come back together. A provider that asks for a longer wait gets it,
    unless the deadline comes first: then the failure is told at once.
    """
    grow = wait_exponential_jitter(
        initial=pause_seconds, max=_LONGEST_PAUSE * deadline.seconds, jitter=pause_seconds
    )

    def pause(state: RetryCallState) -> float:
        failure = state.outcome.exception() if state.outcome else None
        return max(grow(state), wait_seconds(failure) if failure else 0.0)

    def enough(state: RetryCallState) -> bool:
        too_late = deadline.left <= state.upcoming_sleep + 0.01
        return too_late or state.attempt_number >= attempts

    return Retrying(
        retry=retry_if_exception(passing),
        wait=pause,
        stop=enough,
        reraise=True,
    )(call)
