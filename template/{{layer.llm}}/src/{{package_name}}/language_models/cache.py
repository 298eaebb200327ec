"""Answers that were given before, to the very same request or to one that is alike."""

import hashlib
import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, ToolMessage

from .alike import AlikeRequests
from .pieces import shortened
from .store import Store

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Named:
    """A request by its content: `key` is all of it, `frame` all but the `question`, if known."""

    key: str
    frame: str = ""
    question: str = ""


class AnswerCache:
    """Keeps answers in a store. Without `alike` only the very same request finds one.

    It is a help: whatever goes wrong with it, the model is asked.
    """

    def __init__(self, store: Store, alike: AlikeRequests | None = None) -> None:
        self._store, self._alike = store, alike

    def find(self, request: Named) -> AIMessageChunk | None:
        """Return the answer that was kept, which takes no tokens and costs nothing this time."""
        with _harmless():
            answer = self._kept(request.key)
            if answer is None and self._alike and request.question:
                key = self._alike.find(request.frame, request.question)
                answer = self._kept(key) if key else None
            return answer
        return None

    def keep(self, request: Named, answer: AIMessageChunk) -> None:
        """Keep an answer, unless it was cut short."""
        if shortened(answer):
            return
        with _harmless():
            self._store.put(f"answer:{request.key}", answer.model_dump_json().encode())
            if self._alike and request.question:
                self._alike.note(request.frame, request.question, request.key)

    def _kept(self, key: str) -> AIMessageChunk | None:
        kept = self._store.get(f"answer:{key}")
        if not kept:
            return None
        answer = AIMessageChunk.model_validate_json(kept)
        told = answer.response_metadata | {"cached": True, "fallback": False, "usd": 0.0}
        # The id was that of the first time, and so was what it took.
        return answer.model_copy(
            update={"id": None, "usage_metadata": None, "response_metadata": told}
        )


@contextmanager
def _harmless() -> Iterator[None]:
    """Go on without the cache: an embedder may fail, and what is kept be another version's."""
    try:
        yield
    except Exception as error:
        _log.warning("the cache was of no use: %s", type(error).__name__)


def named(
    scope: Sequence[object], messages: Sequence[BaseMessage], options: dict[str, Any], question: str
) -> Named | None:
    """Name a request by its content; None where its answer should not be kept.

    `scope` keeps callers and models apart. A request with tools is a step of something larger:
    its answer belongs to that moment.
    """
    if options.get("tools"):
        return None
    told = [(message.type, message.content, _calls(message)) for message in messages]
    key = _digest([*scope, told, options])
    if not question:
        return Named(key)
    cut = [(kind, str(content).replace(question, ""), calls) for kind, content, calls in told]
    return Named(key, _digest([*scope, cut, options]), question)


def _calls(message: BaseMessage) -> object:
    """What a message holds besides its content: the calls of tools, and which one it answers."""
    if isinstance(message, AIMessage):
        return [message.tool_calls, message.invalid_tool_calls]
    return message.tool_call_id if isinstance(message, ToolMessage) else None


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=repr).encode()).hexdigest()
