"""The HTTP service around the routes: keys, limits, deadlines, health, metrics and logs."""

from .app import create_service
from .run import serve
from .settings import ServiceSettings

__all__ = ["ServiceSettings", "create_service", "serve"]
