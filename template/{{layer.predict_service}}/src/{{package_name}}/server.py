"""The prediction service. Run it with `make serve` or `python -m` and this module's name."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import typer
from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from .errors import UserError
from .explaining import explained
from .monitoring.prediction_log import PredictionLog
from .service import ServiceSettings, create_service, serve
from .serving.holder import Holder
from .serving.metrics import PredictionMetrics
from .serving.routes import prediction_routes
from .serving.runtime import model_source
from .serving.scorer import ModelSource
from .settings import PredictSettings
from .wiring import build_log

TITLE = "Predictions"


def build_app(
    settings: PredictSettings | None = None,
    service: ServiceSettings | None = None,
    source: ModelSource | None = None,
    log: PredictionLog | None = None,
) -> FastAPI:
    """The service around the champion; tests pass their own parts."""
    settings = settings or PredictSettings()
    registry = CollectorRegistry()
    metrics = PredictionMetrics(registry)
    metrics.drifted.set_function(lambda: drifted_columns(settings.state / "drift.json"))
    holder = Holder(source or model_source(settings), metrics.changed)
    kept = log or build_log(settings)
    holder.refresh()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        follower = asyncio.create_task(holder.follow(settings.reload_seconds))
        yield
        follower.cancel()
        with suppress(asyncio.CancelledError):
            await follower

    return create_service(
        title=TITLE,
        routers=[prediction_routes(holder, kept, metrics, settings.most_rows)],
        settings=service or ServiceSettings.from_environment(),
        readiness=holder.readiness,
        lifespan=lifespan,
        registry=registry,
    )


def drifted_columns(path: Path) -> float:
    """How many columns the last drift report found; 0 before there is one."""
    if not path.exists():
        return 0.0
    return float(len(json.loads(path.read_text(encoding="utf-8"))["drifted"]))


def main() -> None:
    """Serve until stopped; what is wrong with the settings is told in a sentence."""
    with explained(UserError, OSError):
        app = build_app()
    serve(app, ServiceSettings.from_environment())


if __name__ == "__main__":
    typer.run(main)
