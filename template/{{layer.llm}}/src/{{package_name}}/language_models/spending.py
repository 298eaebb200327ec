"""What one caller may use up."""

import time

from limits import RateLimitItemPerDay, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from .errors import ModelUnavailable

_MICRO = 1_000_000


class Spending:
    """Counts tokens a minute and dollars a day for each caller; a limit of 0 is none.

    An answer is counted when it is there, so the one that passes a limit is still given, and the
    next is refused. The counts live in this process: several processes each allow them.
    """

    def __init__(self, tokens_per_minute: int, usd_per_day: float) -> None:
        self._tokens = RateLimitItemPerMinute(tokens_per_minute) if tokens_per_minute else None
        # Counted in millionths, as the library counts whole things.
        self._usd = RateLimitItemPerDay(round(usd_per_day * _MICRO)) if usd_per_day else None
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    def check(self, caller: str) -> None:
        """Raise ModelUnavailable where the caller has used up what there is."""
        for limit, what in ((self._tokens, "tokens of this minute"), (self._usd, "money of today")):
            if limit and not self._limiter.test(limit, caller):
                wait = self._limiter.get_window_stats(limit, caller).reset_time - time.time()
                message = f"the {what} are used up: try again in {max(1, round(wait))} s"
                raise ModelUnavailable(message, "spent", wait_seconds=max(1.0, wait))

    def add(self, caller: str, tokens: int, usd: float) -> None:
        """Count an answer."""
        if self._tokens and tokens:
            self._limiter.hit(self._tokens, caller, cost=tokens)
        if self._usd and usd:
            self._limiter.hit(self._usd, caller, cost=round(usd * _MICRO))
