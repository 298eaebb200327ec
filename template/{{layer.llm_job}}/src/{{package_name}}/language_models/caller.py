"""On whose behalf a model is asked: budgets and the cache keep callers apart."""

from contextvars import ContextVar

CALLER: ContextVar[str] = ContextVar("caller", default="")
