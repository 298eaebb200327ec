"""Runs an app with uvicorn until it is told to stop, and lets requests under way finish."""

import uvicorn
from fastapi import FastAPI

from .logs import configure_logging
from .settings import ServiceSettings


def serve(app: FastAPI, settings: ServiceSettings) -> None:
    """Serve `app` at `settings.host` and `settings.port`; returns after a signal to stop."""
    configure_logging()
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=settings.shutdown_seconds,
    )
