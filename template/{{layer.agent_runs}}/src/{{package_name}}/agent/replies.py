"""What a model's reply asks for, and what a run has to say at its end."""

from collections.abc import Callable, Mapping, Sequence
from itertools import count

from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    AnyMessage,
    HumanMessage,
    ToolMessage,
    message_chunk_to_message,
)
from langchain_core.messages.ai import add_ai_message_chunks
from langchain_core.runnables import Runnable

from ..ports import Call, Said
from ..tools import Tool

MAX_CALLS = 8
NUDGE = HumanMessage("You said nothing. Ask for a tool, or answer the task.")
BROKEN = "the arguments are not a JSON object: ask again"
# In the metadata of a reply whose usage is true however small it is: no provider was asked.
EXACT = "exact_usage"
_SHOWN, _CHARACTERS = 6, 400


def reply_of(
    model: Runnable[LanguageModelInput, AIMessage],
    messages: Sequence[AnyMessage],
    most: int,
    step: int,
    said: Callable[[Said], None] | None,
) -> AIMessage:
    """Return what the model says next, in at most so many tokens; `said` gets words as they come.

    Without `said` the reply is asked for as a whole, so that one that breaks off is tried again.
    """
    if said is None:
        return model.invoke(list(messages), max_tokens=most)
    pieces = []
    for piece in model.stream(list(messages), max_tokens=most):
        if piece.text:
            said(Said(step=step, text=piece.text))
        if not isinstance(piece, AIMessageChunk):
            # A model that cannot stream says all at once.
            return piece
        pieces.append(piece)
    reply = message_chunk_to_message(add_ai_message_chunks(*pieces))
    assert isinstance(reply, AIMessage)
    return reply


def identified(reply: AIMessage, step: int, earlier: Sequence[AnyMessage]) -> AIMessage:
    """Return the reply with ids that no other has: some models give none, or the same again."""
    seen = {one.tool_call_id for one in earlier if isinstance(one, ToolMessage)}
    # What another call of the reply is named cannot be made up for this one.
    taken = seen | {one["id"] for one in [*reply.tool_calls, *reply.invalid_tool_calls]}
    new = (name for n in count() if (name := f"call-{step}-{n}") not in taken)

    def own(given: str | None) -> str:
        unique = given if given and given not in seen else next(new)
        seen.add(unique)
        return unique

    asked = [{**one, "id": own(one["id"])} for one in reply.tool_calls]
    broken = [{**one, "id": own(one["id"])} for one in reply.invalid_tool_calls]
    own_ids = {"id": f"step-{step}", "tool_calls": asked, "invalid_tool_calls": broken}
    return reply.model_copy(update=own_ids)


def calls_of(message: AnyMessage, tools: Mapping[str, Tool]) -> list[Call]:
    """Return what a reply asks for, in its order, with what is wrong about it."""
    if not isinstance(message, AIMessage):
        return []
    calls: list[Call] = []
    for one in message.tool_calls:
        tool, fault = tools.get(one["name"]), ""
        if tool is None:
            fault = f"there is no tool {one['name']!r}; there are {', '.join(tools)}"
        elif len(calls) >= MAX_CALLS:
            fault = f"not run: at most {MAX_CALLS} calls are made at once"
        asks = tool is not None and tool.side_effects and not fault
        call_id = one["id"] or ""
        calls.append(
            Call(id=call_id, tool=one["name"], arguments=one["args"], asks=asks, fault=fault)
        )
    for broken in message.invalid_tool_calls:
        name = broken["name"] or "unknown"
        calls.append(Call(id=broken["id"] or "", tool=name, arguments={}, fault=BROKEN))
    return calls


def last_words(messages: Sequence[AnyMessage]) -> str:
    """Return what the model said last."""
    last = messages[-1]
    return last.text.strip() if isinstance(last, AIMessage) else ""


def stopped_answer(messages: Sequence[AnyMessage], reason: str) -> str:
    """Return a clear sentence on why a run ended early, and what was found until then."""
    found = [
        f"- {message.name}: {' '.join(str(message.artifact).split())[:_CHARACTERS]}"
        for message in messages
        if isinstance(message, ToolMessage) and message.status == "success"
    ]
    sentence = f"Stopped before the task was done: {reason}."
    if not found:
        return f"{sentence} Nothing was found until then."
    return "\n".join([f"{sentence} Found until then:", *found[-_SHOWN:]])
