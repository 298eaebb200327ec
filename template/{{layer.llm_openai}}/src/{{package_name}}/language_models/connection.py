"""What all connections to providers share."""

import ssl
from functools import cache

import httpx


@cache
def certificates() -> ssl.SSLContext:
    """Return whom to trust. It is read once: that takes longer than many an answer."""
    return httpx.create_ssl_context()
