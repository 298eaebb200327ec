"""Who is being served: what counts, keeps or limits for each caller reads it here."""

from contextvars import ContextVar

# The digest of a key, or an address; empty outside of a request.
CALLER: ContextVar[str] = ContextVar("caller", default="")
