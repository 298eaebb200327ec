"""One language model first, another when it fails, and a circuit breaker between them.

A model that is down costs every question its time-out. After a few failures in a row the breaker
opens: the first model is left alone for a while, then one request tries it again. The pattern is
from M. Nygard, "Release It!". `pybreaker` would do, but it holds its lock during the call, so
requests would wait for each other.
"""

import threading
import time
from collections.abc import Callable, Iterator

from ..ports import LanguageModel, ModelUnavailable


class CircuitBreaker:
    """Says whether a call may be tried. `reset_seconds` is how long it stays open."""

    def __init__(
        self,
        failures: int = 3,
        reset_seconds: float = 30.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit, self._reset, self._clock = failures, reset_seconds, clock
        self._failures, self._retry_at = 0, 0.0
        self._lock = threading.Lock()

    def allows(self) -> bool:
        """Return False while open. After `reset_seconds` exactly one caller gets True."""
        with self._lock:
            if self._failures < self._limit:
                return True
            if self._clock() < self._retry_at:
                return False
            self._retry_at = self._clock() + self._reset
            return True

    def record(self, *, success: bool) -> None:
        """Tell how the call went: a success closes the breaker."""
        with self._lock:
            self._failures = 0 if success else self._failures + 1
            if not success:
                self._retry_at = self._clock() + self._reset


class Fallback:
    """Asks `second` when `first` gives nothing.

    The change happens only before the first piece of text: half an answer of one model is never
    continued by another.
    """

    def __init__(
        self, first: LanguageModel, second: LanguageModel, breaker: CircuitBreaker
    ) -> None:
        self._first, self._second, self._breaker = first, second, breaker
        self.name = f"{first.name}, then {second.name}"

    def stream(self, system: str, prompt: str, *, max_tokens: int) -> Iterator[str]:
        """Yield the answer in pieces. Raises ModelUnavailable when both models fail."""
        if not self._breaker.allows():
            yield from self._second.stream(system, prompt, max_tokens=max_tokens)
            return
        pieces = self._first.stream(system, prompt, max_tokens=max_tokens)
        try:
            piece = next(pieces)
        except (ModelUnavailable, StopIteration) as failure:
            self._breaker.record(success=False)
            first = str(failure) or f"{self._first.name} answered nothing"
            try:
                yield from self._second.stream(system, prompt, max_tokens=max_tokens)
            except ModelUnavailable as second:
                raise ModelUnavailable(f"{first}; {second}") from second
            return
        self._breaker.record(success=True)
        yield piece
        yield from pieces
