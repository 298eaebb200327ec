"""The answering service. Run it with `make serve` or `python -m` and this module's name."""

from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from .answering.answers import ScreenUnusable
from .answering.feedback import FeedbackLog
from .answering.screening import build_screen
from .explaining import explained
from .prompts import FaultyPrompt
from .retrieval.store import StoreUnusable
from .service import ServiceSettings, create_service, serve
from .serving.acting import Acting, build_acting
from .serving.metrics import AnswerMetrics
from .serving.routes import Desk, answer_routes
from .settings import Settings
from .wiring import build_library, build_store, open_assistant


def build_app(
    settings: Settings | None = None,
    service: ServiceSettings | None = None,
    desk: Desk | None = None,
    acting: Acting | None = None,
) -> FastAPI:
    """The service around a store; tests pass their own parts."""
    settings = settings or Settings()
    registry = CollectorRegistry()
    acting = acting or build_acting(settings.store.feedback.parent)
    if desk is None:
        library = build_library(settings, build_store(settings))
        screen = build_screen(registry, acting.actions)
        desk = Desk(lambda: open_assistant(settings, screen=screen, registry=registry), library)
    routes = answer_routes(desk, FeedbackLog(settings.store.feedback), AnswerMetrics(registry))
    # What can be loaded is loaded before the first question comes.
    desk.readiness()
    return create_service(
        title="Answers from documents",
        routers=[routes, *acting.routers],
        settings=service or ServiceSettings.from_environment(),
        readiness=desk.readiness,
        registry=registry,
    )


def main() -> None:
    """Serve until stopped; what is wrong with the settings or the store is told in a sentence."""
    with explained(FaultyPrompt, ScreenUnusable, StoreUnusable):
        app = build_app()
    serve(app, ServiceSettings.from_environment())


if __name__ == "__main__":
    main()
