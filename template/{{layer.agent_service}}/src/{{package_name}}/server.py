"""The agent as a service. Run it with `make serve` or `python -m` and this module's name."""

from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager

from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from .explaining import explained
from .prompts import FaultyPrompt
from .service import ServiceSettings, create_service, serve
from .serving.metrics import RunMetrics
from .serving.routes import run_routes
from .settings import Settings
from .stages import StagesUnusable
from .tools import FaultyTools, ToolError
from .wiring import Assembled, open_agent


def build_app(
    settings: Settings | None = None,
    service: ServiceSettings | None = None,
    assembled: Assembled | None = None,
) -> FastAPI:
    """The service around an agent; tests pass their own parts."""
    registry, held = CollectorRegistry(), ExitStack()
    if assembled is None:
        assembled = held.enter_context(open_agent(settings or Settings(), registry=registry))

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with held:
            yield

    return create_service(
        title="Tasks for an agent",
        routers=[run_routes(assembled, RunMetrics(registry))],
        settings=service or ServiceSettings.from_environment(),
        readiness=lambda: None,
        lifespan=lifespan,
        registry=registry,
    )


def main() -> None:
    """Serve until stopped; what is wrong with the settings or the tools is told in a sentence."""
    with explained(FaultyPrompt, FaultyTools, StagesUnusable, ToolError):
        app = build_app()
    serve(app, ServiceSettings.from_environment())


if __name__ == "__main__":
    main()
