"""On whose behalf something is done: what counts, keeps or limits for each caller reads it here."""

from contextvars import ContextVar

# In a service the digest of a key, or an address, while a request is answered; empty in a job.
CALLER: ContextVar[str] = ContextVar("caller", default="")
