"""The assistant as a service with a page. Run it with `make serve` or `python -m` and its name."""

from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager

from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from .explaining import explained
from .page.connecting import connected
from .page.front import Front, mounted
from .page.page import Page
from .page.settings import PageSettings
from .page.voice import voiced
from .prompts import FaultyPrompt
from .service import ServiceSettings, create_service, serve
from .serving.metrics import TurnMetrics
from .serving.routes import conversation_routes
from .serving.voice import large_bodies, voice_routes
from .settings import Settings
from .stages import StagesUnusable
from .tools import FaultyTools, ToolError
from .wiring import Assembled, open_assistant


def build_app(
    settings: Settings | None = None,
    service: ServiceSettings | None = None,
    assembled: Assembled | None = None,
    page: PageSettings | None = None,
) -> FastAPI:
    """The service around an assistant, and its page; tests pass their own parts."""
    registry, held = CollectorRegistry(), ExitStack()
    service, logins = service or ServiceSettings.from_environment(), page or PageSettings()
    if assembled is None:
        assembled = held.enter_context(open_assistant(settings or Settings(), registry=registry))
    metrics = TurnMetrics(registry)
    assistant = assembled.assistant
    shown = Page(assembled, metrics, login=bool(logins.users))
    connected(shown)
    voiced(shown, assistant)
    paged = mounted(shown, logins, assistant.attachments.largest)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with held:
            async with paged.router.lifespan_context(paged):
                yield

    app = create_service(
        title="An assistant",
        routers=[conversation_routes(assembled, metrics), *voice_routes(assistant)],
        settings=service,
        readiness=lambda: None,
        lifespan=lifespan,
        registry=registry,
        larger_bodies=large_bodies(assistant),
    )
    app.state.about = assembled.about
    uploads = bool(assistant.attachments.taken)
    app.add_middleware(Front, page=paged, settings=logins, service=service, uploads=uploads)
    return app


def main() -> None:
    """Serve until stopped; what is wrong with the settings or the tools is told in a sentence."""
    with explained(FaultyPrompt, FaultyTools, StagesUnusable, ToolError):
        app = build_app()
    print(app.state.about, flush=True)
    serve(app, ServiceSettings.from_environment())


if __name__ == "__main__":
    main()
