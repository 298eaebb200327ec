"""What one caller may use up."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress

from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import MemoryStorage, Storage
from limits.strategies import FixedWindowRateLimiter

from .errors import ModelUnavailable

_MICRO = 1_000_000


class Spending:
    """Counts tokens a minute and dollars a day for each caller; a limit of 0 is none.

    A request is let in while what was used, and what those under way may use, is below the limit.
    So whatever many requests do at once, the limit is passed by one of them at most; of several
    processes, each knows the requests under way of its own. Processes that share `counts` share
    what was used; while it cannot be reached, each goes by what it has counted itself.
    """

    def __init__(
        self, tokens_per_minute: int, usd_per_day: float, counts: Storage | None = None
    ) -> None:
        self._tokens = RateLimitItemPerMinute(tokens_per_minute) if tokens_per_minute else None
        # Counted in millionths, as the library counts whole things.
        self._usd = RateLimitItemPerDay(round(usd_per_day * _MICRO)) if usd_per_day else None
        own = MemoryStorage()
        self._limiters = [FixedWindowRateLimiter(one) for one in (own, counts) if one is not None]
        self._under_way: Counter[tuple[RateLimitItem, str]] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def reserved(self, caller: str, most: Callable[[], tuple[int, float]]) -> Iterator[None]:
        """Hold back what a request may use at most, tokens and dollars, while it is under way.

        Raises ModelUnavailable where the caller has used up what there is.
        """
        if not (self._tokens or self._usd):
            yield
            return
        tokens, usd = most()
        asked = (
            (self._tokens, tokens, "tokens of this minute are"),
            (self._usd, round(usd * _MICRO), "money of today is"),
        )
        with ExitStack() as held:
            for limit, amount, what in asked:
                if not limit:
                    continue
                others = held.enter_context(self._held(limit, caller, amount))
                wait = max(self._wait(one, limit, caller, others) for one in self._limiters)
                if wait:
                    message = f"the {what} used up: try again in {round(wait)} s"
                    raise ModelUnavailable(message, "spent", wait_seconds=wait)
            yield

    def add(self, caller: str, tokens: int, usd: float) -> None:
        """Count what a call took."""
        for limit, used in ((self._tokens, tokens), (self._usd, round(usd * _MICRO))):
            if limit and used:
                for one in self._limiters:
                    with suppress(StorageError):
                        one.hit(limit, caller, cost=used)

    @contextmanager
    def _held(self, limit: RateLimitItem, caller: str, amount: int) -> Iterator[int]:
        """Hold an amount; gives what is held by others of this caller."""
        with self._lock:
            others = self._under_way[limit, caller]
            self._under_way[limit, caller] += amount
        try:
            yield others
        finally:
            with self._lock:
                self._under_way[limit, caller] -= amount
                if not self._under_way[limit, caller]:
                    del self._under_way[limit, caller]

    def _wait(
        self, limiter: FixedWindowRateLimiter, limit: RateLimitItem, caller: str, held: int
    ) -> float:
        """Seconds until there is something left, at least 1; 0 where there is."""
        try:
            if limiter.test(limit, caller, cost=held + 1):
                return 0.0
            if limiter.test(limit, caller):
                # What the others hold may be free in a moment.
                return 1.0
            return max(1.0, limiter.get_window_stats(limit, caller).reset_time - time.time())
        except StorageError:
            return 0.0
