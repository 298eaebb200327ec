"""How many bytes a body may have: counted as they come, as not every client declares them."""

from collections.abc import Mapping

from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send


class BodyLimits:
    """Ends with 413 what has more than `most` bytes, or than `larger` allows on its path."""

    def __init__(self, app: ASGIApp, most: int, larger: Mapping[str, int]) -> None:
        self._usual = RequestBodyLimitMiddleware(app, max_body_size=most)
        self._larger = {
            path: RequestBodyLimitMiddleware(app, max_body_size=max(most, size))
            for path, size in larger.items()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._larger.get(scope.get("path", ""), self._usual)(scope, receive, send)
