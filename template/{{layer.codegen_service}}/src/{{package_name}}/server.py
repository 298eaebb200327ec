"""The translating service. Run it with `make serve` or `python -m` and this module's name."""

from collections.abc import Sequence

from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from .execution.compiler import NoCompiler
from .explaining import explained
from .ports import Translator
from .programs.program import FaultyProgram
from .prompts import FaultyPrompt
from .service import ServiceSettings, create_service, serve
from .serving.metrics import TranslationMetrics
from .serving.routes import translate_routes
from .settings import Settings
from .wiring import build_translators, build_workshop, known_programs


def build_app(
    settings: Settings | None = None,
    service: ServiceSettings | None = None,
    translators: Sequence[Translator] = (),
) -> FastAPI:
    """Return the service; tests pass their own parts.

    Raises FaultyProgram, FaultyPrompt or NoCompiler.
    """
    settings = settings or Settings()
    registry = CollectorRegistry()
    routes = translate_routes(
        translators or build_translators(settings, registry),
        build_workshop(settings),
        settings.translate,
        known_programs(settings),
        TranslationMetrics(registry),
    )
    return create_service(
        title="Python to C++",
        routers=[routes],
        settings=service or ServiceSettings.from_environment(),
        readiness=lambda: None,
        registry=registry,
    )


def main() -> None:
    """Serve until stopped; what is wrong is told in a sentence."""
    with explained(FaultyProgram, FaultyPrompt, NoCompiler):
        app = build_app()
    serve(app, ServiceSettings.from_environment())


if __name__ == "__main__":
    main()
