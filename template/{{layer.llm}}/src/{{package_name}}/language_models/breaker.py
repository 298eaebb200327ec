"""A circuit breaker: a source that is down must not cost every request its time-out.

After a few failures in a row it opens: the source is left alone for a while, then one request
tries it again. The pattern is from M. Nygard, "Release It!". `pybreaker` would do, but it holds
its lock during the call, so requests would wait for each other.
"""

import threading
import time
from collections.abc import Callable


class CircuitBreaker:
    """Says whether a source may be asked. `reset_seconds` is how long it stays open.

    Whoever was allowed tells how it went. `why` is the failure that it heard of last.
    """

    def __init__(
        self,
        failures: int = 3,
        reset_seconds: float = 30.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit, self._reset, self._clock = failures, reset_seconds, clock
        self._failures, self._retry_at = 0, 0.0
        self._trying = False
        self.why = ""
        self._lock = threading.Lock()

    def allows(self) -> bool:
        """Return False while open. After `reset_seconds` exactly one caller gets True."""
        with self._lock:
            if self._failures < self._limit:
                return True
            if self._clock() < self._retry_at:
                return False
            self._retry_at, self._trying = self._clock() + self._reset, True
            return True

    @property
    def is_open(self) -> bool:
        """Whether nobody is allowed now."""
        with self._lock:
            return self._failures >= self._limit and self._clock() < self._retry_at

    def succeeded(self) -> None:
        """Tell of an answer: it closes the breaker."""
        with self._lock:
            self._failures, self._trying = 0, False

    def unknown(self) -> None:
        """Tell of a request that showed nothing: if it was to try the source, the next one may."""
        with self._lock:
            if self._trying:
                self._retry_at, self._trying = self._clock(), False

    def failed(self, why: str) -> None:
        """Tell of a failure."""
        with self._lock:
            self._failures, self.why = self._failures + 1, why
            self._retry_at, self._trying = self._clock() + self._reset, False
