"""Answers that were given before, to the very same request."""

import hashlib
import json
import threading
from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

from cachetools import TTLCache
from langchain_core.messages import AIMessageChunk, BaseMessage


@runtime_checkable
class AnswerCache(Protocol):
    """Keeps answers for a while."""

    def get(self, key: str) -> AIMessageChunk | None:
        """Return what was kept under the key, if it is there still."""

    def put(self, key: str, answer: AIMessageChunk) -> None:
        """Keep an answer."""


class MemoryCache:
    """Keeps the `entries` used last for at most `seconds`, in this process."""

    def __init__(self, entries: int, seconds: float) -> None:
        self._kept: TTLCache[str, AIMessageChunk] = TTLCache(entries, seconds)
        self._lock = threading.Lock()

    def get(self, key: str) -> AIMessageChunk | None:
        """Return what was kept under the key, if it is there still."""
        with self._lock:
            kept = self._kept.get(key)
        if kept is None:
            return None
        # A copy, as LangChain writes into what it is given; and it costs nothing this time.
        told = kept.response_metadata | {"cached": True, "usd": 0.0}
        return kept.model_copy(update={"response_metadata": told}, deep=True)

    def put(self, key: str, answer: AIMessageChunk) -> None:
        """Keep an answer."""
        if self._kept.maxsize:
            with self._lock:
                self._kept[key] = answer


def key_of(scope: str, messages: Sequence[BaseMessage], options: dict[str, Any]) -> str | None:
    """Name a request by its content; None where its answer should not be kept.

    `scope` keeps callers apart. A request with tools is a step of something larger: its answer
    belongs to that moment.
    """
    if options.get("tools"):
        return None
    told = [(message.type, message.content) for message in messages]
    text = json.dumps([scope, told, options], sort_keys=True, default=repr)
    return hashlib.sha256(text.encode()).hexdigest()
