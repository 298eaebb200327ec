"""What an orchestrator and Prometheus ask: alive, ready, and how it goes. No key, no limit."""

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

PROBES = frozenset({"/health", "/ready", "/metrics"})

Readiness = Callable[[], str | None]
"""Gives None when the service can do its work, else the reason why not."""


def probes(readiness: Readiness, registry: CollectorRegistry) -> APIRouter:
    """The routes in `PROBES`."""
    router = APIRouter(tags=["operations"])

    @router.get("/health", summary="The process is alive")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    @router.get("/ready", summary="The service can do its work", responses={503: {}})
    def ready() -> JSONResponse:
        reason = readiness()
        if reason is None:
            return JSONResponse({"status": "ready"})
        return JSONResponse({"status": "not ready", "reason": reason}, status_code=503)

    @router.get("/metrics", summary="Metrics for Prometheus", response_class=PlainTextResponse)
    def metrics() -> Response:
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return router
