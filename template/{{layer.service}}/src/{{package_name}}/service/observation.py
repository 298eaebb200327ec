"""Every request gets an id, one line in the log and its place in the metrics."""

import re
import time
import uuid
from contextlib import nullcontext

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .metrics import ServiceMetrics
from .probes import PROBES
from .problems import problem

_ACCEPTABLE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_log = structlog.get_logger("service")


class Observation:
    """The outermost middleware. An error nobody foresaw becomes a 500 with the request's id.

    A request id that the caller sends in `X-Request-ID` is kept where it is harmless. Probes are
    neither logged nor measured: they would drown what people ask.
    """

    def __init__(self, app: ASGIApp, metrics: ServiceMetrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        offered = Headers(scope=scope).get("x-request-id", "")
        request_id = offered if _ACCEPTABLE_ID.fullmatch(offered) else uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started = time.perf_counter()
        probed = scope["path"] in PROBES
        # 499 stays where the client left before there was an answer.
        status, first_output = 499, None

        async def observed(message: Message) -> None:
            nonlocal status, first_output
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            elif first_output is None and message.get("body"):
                first_output = time.perf_counter() - started
            await send(message)

        try:
            with nullcontext() if probed else self.metrics.in_flight.track_inprogress():
                try:
                    await self.app(scope, receive, observed)
                except Exception:
                    # Starlette answers a body that is too large by itself, and ends with a signal.
                    if status == 413:
                        raise
                    _log.exception("request failed", method=scope["method"], path=scope["path"])
                    if status != 499:
                        raise
                    detail = f"something went wrong here; the log has it under {request_id}"
                    await problem(scope, 500, detail)(scope, receive, observed)
        finally:
            if not probed:
                self._record(scope, status, time.perf_counter() - started, first_output)

    def _record(
        self, scope: Scope, status: int, seconds: float, first_output: float | None
    ) -> None:
        # The template of the route, never the path itself: paths are without number.
        route = getattr(scope.get("route"), "path", "unmatched")
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self.metrics.durations.labels(method, route, status).observe(seconds)
        if first_output is not None:
            self.metrics.first_output.labels(method, route, status).observe(first_output)
        _log.info(
            "request",
            method=method,
            path=scope["path"],
            route=route,
            status=status,
            duration_ms=round(1000 * seconds, 2),
        )
