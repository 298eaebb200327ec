"""Who may come in, and how often. It stands before the routing, so that nothing gets round it."""

import hashlib
import hmac
import math
import time
from collections.abc import Collection, Mapping

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from ..caller import CALLER
from .problems import problem
from .settings import ServiceSettings


class Guard:
    """Checks the key (`X-API-Key`, or `Authorization: Bearer`), counts requests, weighs bodies.

    Requests are counted per key, and per client address where no key is known, so that guessing
    keys is limited too. The count lives in this process: several processes each allow the rate.
    """

    def __init__(
        self,
        app: ASGIApp,
        settings: ServiceSettings,
        open_paths: Collection[str],
        larger: Mapping[str, int],
    ) -> None:
        self.app = app
        self.open_paths = open_paths
        self._keys = [_digest(key.get_secret_value()) for key in settings.api_keys]
        self._most, self._larger = settings.max_body_bytes, larger
        self._rate = parse(settings.rate_limit)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in self.open_paths:
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        key = self._known(_offered(headers))
        address = scope["client"][0] if scope.get("client") else "unknown"
        client = f"key {key}" if key else f"address {address}"
        most = max(self._most, self._larger.get(scope["path"], 0))
        if not self._limiter.hit(self._rate, client):
            wait = self._limiter.get_window_stats(self._rate, client).reset_time - time.time()
            seconds = max(1, math.ceil(wait))
            response = problem(
                scope,
                429,
                f"more than {self._rate}: try again in {seconds} s",
                {"Retry-After": str(seconds)},
            )
            await response(scope, receive, send)
        elif self._keys and not key:
            response = problem(
                scope,
                401,
                "a valid key is needed, in the header X-API-Key or as a bearer token",
                {"WWW-Authenticate": "Bearer"},
            )
            await response(scope, receive, send)
        elif _declared(headers) > most:
            # What declares no length is counted as it comes, further in.
            response = problem(scope, 413, f"a body has at most {most} bytes here")
            await response(scope, receive, send)
        else:
            CALLER.set(client)
            await self.app(scope, receive, send)

    def _known(self, offered: str) -> str | None:
        """The digest of the key that was offered, if it is one of ours."""
        digest = _digest(offered)
        # Every key is compared, in constant time, so that the time taken tells nothing.
        matches = [hmac.compare_digest(digest, key) for key in self._keys]
        return digest if any(matches) else None


def _offered(headers: Headers) -> str:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return headers.get("x-api-key") or (token.strip() if scheme.lower() == "bearer" else "")


def _declared(headers: Headers) -> int:
    length = headers.get("content-length", "")
    return int(length) if length.isdecimal() else 0


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
