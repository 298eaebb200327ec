"""What happens before each call to a source: one answer may take several.

Whoever has a budget counts them so, and refuses one by raising ModelUnavailable, reason "spent".
"""

from collections.abc import Callable
from contextvars import ContextVar

BEFORE_CALL: ContextVar[Callable[[], None]] = ContextVar("before_call", default=lambda: None)
