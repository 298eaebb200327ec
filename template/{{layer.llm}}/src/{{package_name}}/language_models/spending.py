"""What one caller may use up."""

import time
from contextlib import suppress

from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import MemoryStorage, Storage
from limits.strategies import FixedWindowRateLimiter

from .errors import ModelUnavailable

_MICRO = 1_000_000


class Spending:
    """Counts tokens a minute and dollars a day for each caller; a limit of 0 is none.

    An answer is counted when it is there, so the one that passes a limit is still given, and the
    next is refused. Processes that share `counts` share the limits; while it cannot be reached,
    each goes by what it has counted itself.
    """

    def __init__(
        self, tokens_per_minute: int, usd_per_day: float, counts: Storage | None = None
    ) -> None:
        self._tokens = RateLimitItemPerMinute(tokens_per_minute) if tokens_per_minute else None
        # Counted in millionths, as the library counts whole things.
        self._usd = RateLimitItemPerDay(round(usd_per_day * _MICRO)) if usd_per_day else None
        own = MemoryStorage()
        self._limiters = [FixedWindowRateLimiter(one) for one in (own, counts) if one is not None]

    def check(self, caller: str) -> None:
        """Raise ModelUnavailable where the caller has used up what there is."""
        tokens, usd = "tokens of this minute are", "money of today is"
        for limit, what in ((self._tokens, tokens), (self._usd, usd)):
            wait = max(self._wait(one, limit, caller) for one in self._limiters) if limit else 0.0
            if wait:
                message = f"the {what} used up: try again in {round(wait)} s"
                raise ModelUnavailable(message, "spent", wait_seconds=wait)

    def add(self, caller: str, tokens: int, usd: float) -> None:
        """Count an answer."""
        for limit, used in ((self._tokens, tokens), (self._usd, round(usd * _MICRO))):
            if limit and used:
                for one in self._limiters:
                    with suppress(StorageError):
                        one.hit(limit, caller, cost=used)

    def _wait(self, limiter: FixedWindowRateLimiter, limit: RateLimitItem, caller: str) -> float:
        """Seconds until there is something left, at least 1; 0 where there is."""
        try:
            if limiter.test(limit, caller):
                return 0.0
            return max(1.0, limiter.get_window_stats(limit, caller).reset_time - time.time())
        except StorageError:
            return 0.0
