"""Answers that were given before, to the very same request or to one that is alike."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import AIMessageChunk, BaseMessage
from pydantic import ValidationError

from .alike import AlikeRequests
from .store import Store


@dataclass(frozen=True)
class Named:
    """A request by its content: `key` is all of it, `frame` all but the `question`, if known."""

    key: str
    frame: str = ""
    question: str = ""


class AnswerCache:
    """Keeps answers in a store. Without `alike` only the very same request finds one."""

    def __init__(self, store: Store, alike: AlikeRequests | None = None) -> None:
        self._store, self._alike = store, alike

    def find(self, request: Named) -> AIMessageChunk | None:
        """Return the answer that was kept, which costs nothing this time."""
        answer = self._kept(request.key)
        if answer is None and self._alike and request.question:
            key = self._alike.find(request.frame, request.question)
            answer = self._kept(key) if key else None
        return answer

    def keep(self, request: Named, answer: AIMessageChunk) -> None:
        """Keep an answer."""
        self._store.put(f"answer:{request.key}", answer.model_dump_json().encode())
        if self._alike and request.question:
            self._alike.note(request.frame, request.question, request.key)

    def _kept(self, key: str) -> AIMessageChunk | None:
        kept = self._store.get(f"answer:{key}")
        try:
            answer = AIMessageChunk.model_validate_json(kept) if kept else None
        except ValidationError:
            # Another version of this project may have written it.
            return None
        if answer:
            answer.response_metadata |= {"cached": True, "usd": 0.0}
        return answer


def named(
    scope: Sequence[str], messages: Sequence[BaseMessage], options: dict[str, Any], question: str
) -> Named | None:
    """Name a request by its content; None where its answer should not be kept.

    `scope` keeps callers and models apart. A request with tools is a step of something larger:
    its answer belongs to that moment.
    """
    if options.get("tools"):
        return None
    told = [(message.type, message.content) for message in messages]
    key = _digest([*scope, told, options])
    if not question:
        return Named(key)
    cut = [(kind, str(content).replace(question, "")) for kind, content in told]
    return Named(key, _digest([*scope, cut, options]), question)


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=repr).encode()).hexdigest()
