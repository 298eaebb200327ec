"""Where answers and budgets are kept: in Redis, for all processes that share it.

What is kept there is a help and not a need. While Redis is away, each process answers without
a cache and counts by itself.
"""

import logging
from collections.abc import Callable

from limits.storage import RedisStorage, Storage
from pydantic import Field, RedisDsn
from pydantic_settings import BaseSettings, SettingsConfigDict
from redis import ConnectionError as ConnectionLost
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from .breaker import CircuitBreaker
from .settings import LanguageModelSettings
from .store import MemoryStore, Store

_LOG = logging.getLogger(__name__)

# Several projects may share a Redis.
_PROJECT = __name__.partition(".")[0]
# How long a Redis that failed is left alone.
_PAUSE_SECONDS = 5.0


class RedisSettings(BaseSettings):
    """`REDIS_URL`: `redis://`, `rediss://` for TLS; with a password if there is one.

    `timeout_seconds` is longer than a round trip on a network that is well, and nothing that a
    reader would notice.
    """

    model_config = SettingsConfigDict(env_prefix="REDIS_", env_file=".env", extra="ignore")

    url: RedisDsn = RedisDsn("redis://127.0.0.1:6379/0")
    timeout_seconds: float = Field(default=0.2, gt=0)


class RedisStore:
    """Keeps bytes for `seconds`. Redis says what goes when its memory is full."""

    def __init__(self, redis: Redis, seconds: float) -> None:
        self._redis, self._milliseconds = redis, round(seconds * 1000)
        self._breaker = CircuitBreaker(1, _PAUSE_SECONDS)

    def get(self, key: str) -> bytes | None:
        """Return what was kept under the key, if it is there still and Redis is."""
        kept = self._tried(lambda: self._redis.get(f"{_PROJECT}:{key}"))
        return kept if isinstance(kept, bytes) else None

    def put(self, key: str, value: bytes) -> None:
        """Keep a value, if Redis is there."""
        self._tried(lambda: self._redis.set(f"{_PROJECT}:{key}", value, px=self._milliseconds))

    def _tried(self, command: Callable[[], object]) -> object:
        """What Redis says; None while it is away."""
        if not self._breaker.allows():
            return None
        try:
            said = command()
        except RedisError as failure:
            _LOG.warning("answers are not kept for now: %s", type(failure).__name__)
            self._breaker.failed(type(failure).__name__)
            return None
        self._breaker.succeeded()
        return said


def build_keeping(settings: LanguageModelSettings) -> tuple[Store, Storage]:
    """Return what answers are kept in, and the counts of what callers used up.

    Whether Redis can be reached shows with the first request.
    """
    shared = RedisSettings()
    redis = Redis.from_url(
        str(shared.url),
        socket_timeout=shared.timeout_seconds,
        socket_connect_timeout=shared.timeout_seconds,
        # Servers and balancers close connections that were idle, which shows with the next command.
        retry=Retry(NoBackoff(), 1, (ConnectionLost,)),
    )
    counts = RedisStorage(
        "redis://",
        connection_pool=redis.connection_pool,
        key_prefix=f"{_PROJECT}:budgets",
        wrap_exceptions=True,
    )
    if not settings.cache_entries:
        return MemoryStore(0, 1), counts
    return RedisStore(redis, settings.cache_seconds), counts
