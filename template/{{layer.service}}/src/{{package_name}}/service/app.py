"""Puts the service together around a problem's routes.

Outermost first: observation (id, log, metrics, 500), guard (keys, rate), deadline (504), body
limit (413), routes. All are plain ASGI, so that a stream passes through them piece by piece.
"""

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, FastAPI, Security
from fastapi.security import APIKeyHeader, HTTPBearer
from prometheus_client import CollectorRegistry
from starlette.middleware import Middleware
from starlette.types import Lifespan

from .bodies import BodyLimits
from .deadline import Deadline
from .guard import Guard
from .metrics import ServiceMetrics
from .observation import Observation
from .probes import PROBES, Readiness, probes
from .problems import DOCUMENTED, install_problems
from .settings import ServiceSettings

_DOCUMENTATION = frozenset({"/docs", "/openapi.json"})

# These document the keys in the schema. The guard checks them before any route is looked for.
_KEYS = [
    Security(APIKeyHeader(name="X-API-Key", auto_error=False)),
    Security(HTTPBearer(auto_error=False)),
]


def create_service(
    *,
    title: str,
    routers: Sequence[APIRouter],
    settings: ServiceSettings,
    readiness: Readiness,
    lifespan: Lifespan[FastAPI] | None = None,
    registry: CollectorRegistry | None = None,
    larger_bodies: Mapping[str, int] | None = None,
) -> FastAPI:
    """The app that serves `routers`, with `/health`, `/ready` and `/metrics` added.

    `readiness` gives None when the routes can do their work, else the reason, and may take a
    moment: it runs in a thread. `registry` may hold further metrics; `/metrics` shows them too.
    `larger_bodies` are the bytes that a body may have on the paths that need more than the others.
    Interactive documentation at `/docs` exists in development only.
    """
    development = settings.environment == "development"
    metrics = ServiceMetrics(registry or CollectorRegistry())
    larger = larger_bodies or {}
    open_paths = PROBES | _DOCUMENTATION if development else PROBES
    app = FastAPI(
        title=title,
        lifespan=lifespan,
        docs_url="/docs" if development else None,
        openapi_url="/openapi.json" if development else None,
        redoc_url=None,
        middleware=[
            Middleware(Observation, metrics=metrics),
            Middleware(Guard, settings=settings, open_paths=open_paths, larger=larger),
            Middleware(
                Deadline,
                seconds=settings.timeout_seconds,
                write_seconds=settings.write_timeout_seconds,
                open_paths=open_paths,
            ),
            # Within the guard, which answers what declares too much; this counts what streams in.
            Middleware(BodyLimits, most=settings.max_body_bytes, larger=larger),
        ],
    )
    install_problems(app)
    for router in routers:
        app.include_router(router, dependencies=_KEYS, responses=DOCUMENTED)
    app.include_router(probes(readiness, metrics.registry))
    return app
