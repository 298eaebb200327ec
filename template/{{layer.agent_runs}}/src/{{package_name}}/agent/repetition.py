"""Notices when a run goes in circles: the same call with the same result, again and again."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, ToolMessage

_ALIKE = 2
_TOLD = 2
NOTICE = (
    "not run: this very call was made before, twice with the same result. Take what it gave, try "
    "something else, or answer with what is known"
)


def identity(tool: str, arguments: Mapping[str, Any]) -> str:
    """Return the same text for the same call, whatever the order of its arguments."""
    return f"{tool} {json.dumps(arguments, sort_keys=True, default=str)}"


def results_of(messages: Sequence[AnyMessage], call: str) -> list[str]:
    """Return what the calls with this identity came to so far, oldest first."""
    ids = {
        asked["id"]
        for message in messages
        if isinstance(message, AIMessage)
        for asked in message.tool_calls
        if identity(asked["name"], asked["args"]) == call
    }
    return [
        str(message.artifact)
        for message in messages
        if isinstance(message, ToolMessage) and message.tool_call_id in ids
    ]


def repeated(results: Sequence[str]) -> bool:
    """Whether the last results of a call were alike, so that another would be, too."""
    real = [result for result in results if result != NOTICE]
    return len(real) >= _ALIKE and len(set(real[-_ALIKE:])) == 1


def hopeless(results: Sequence[str]) -> bool:
    """Whether the model was told so and goes on all the same."""
    return results.count(NOTICE) >= _TOLD and repeated(results)
