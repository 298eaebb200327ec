"""The crew's service. Run it with `make serve` or `python -m` and this module's name."""

from collections.abc import Callable
from functools import partial

from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from .explaining import explained
from .memory.database import MemoryUnusable
from .rules import Faulty
from .service import ServiceSettings, create_service, serve
from .serving.floor import Floor, Opening
from .serving.metrics import CrewMetrics
from .serving.routes import crew_routes
from .settings import Settings
from .wiring import build_memory, build_model, check, open_crew


def build_app(
    settings: Settings | None = None,
    service: ServiceSettings | None = None,
    opening: Opening | None = None,
    readiness: Callable[[], str | None] | None = None,
) -> FastAPI:
    """The service around a crew; tests pass their own parts."""
    chosen = settings or Settings()
    registry = CollectorRegistry()
    metrics = CrewMetrics(registry)
    memory, outbox = build_memory(chosen)
    if opening is None:
        opening = partial(open_crew, chosen, model=build_model(registry))
    floor = Floor(opening, memory, outbox, metrics)
    floor.count_notices()

    def ready() -> str | None:
        try:
            check(chosen)
        except Faulty as reason:
            return str(reason)
        return None

    return create_service(
        title="A crew that watches for offers",
        routers=[crew_routes(floor)],
        settings=service or ServiceSettings.from_environment(),
        readiness=readiness or ready,
        registry=registry,
    )


def main() -> None:
    """Serve until stopped; what is wrong with the settings or the rules is told in a sentence."""
    with explained(Faulty, MemoryUnusable):
        app = build_app()
    serve(app, ServiceSettings.from_environment())


if __name__ == "__main__":
    main()
