"""What a call took, also where nobody counted: tokens, by the server's count or by estimate."""

from collections.abc import Sequence
from functools import reduce
from typing import Any

from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata, add_usage
from langchain_core.messages.utils import count_tokens_approximately

from .pieces import ending

# Of 1,024 pixels square most models make 800 to 1,700 tokens.
_PER_PICTURE = 1_000


def estimated(messages: Sequence[BaseMessage], tools: Sequence[dict[str, Any]] | None) -> int:
    """About how many tokens a model reads."""
    return count_tokens_approximately(
        messages, tools=list(tools or ()), tokens_per_image=_PER_PICTURE
    )


def taken(
    messages: Sequence[BaseMessage],
    tools: Sequence[dict[str, Any]] | None,
    pieces: Sequence[AIMessageChunk],
) -> UsageMetadata:
    """Return what a call took whose answer, or the beginning of one, are these pieces.

    The server's count is taken where the answer came to its end. Before that it is no more than a
    start, so the higher of count and estimate is taken.
    """
    counts = [piece.usage_metadata for piece in pieces if piece.usage_metadata]
    counted = reduce(add_usage, counts, None)
    if counted and any(ending(piece) for piece in pieces):
        return counted
    read = counted["input_tokens"] if counted else estimated(messages, tools)
    wrote = max(_written(pieces), counted["output_tokens"] if counted else 0)
    return UsageMetadata(input_tokens=read, output_tokens=wrote, total_tokens=read + wrote)


def _written(pieces: Sequence[AIMessageChunk]) -> int:
    calls = (call["args"] or "" for piece in pieces for call in piece.tool_call_chunks)
    text = "".join([*(piece.text for piece in pieces), *calls])
    return count_tokens_approximately([AIMessage(text)]) if text else 0
