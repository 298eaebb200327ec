"""What a model's reply asks for, and what a run has to say at its end."""

from collections.abc import Mapping, Sequence
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

from ..ports import Call
from ..tools import Tool

MAX_CALLS = 8
NUDGE = HumanMessage("You said nothing. Ask for a tool, or answer the task.")
BROKEN = "the arguments are not a JSON object: ask again"
_SHOWN, _CHARACTERS = 6, 400


def identified(reply: AIMessage, step: int, earlier: Sequence[AnyMessage]) -> AIMessage:
    """Return the reply with ids that no other has: some models give none, or the same again."""
    seen = {one.tool_call_id for one in earlier if isinstance(one, ToolMessage)}

    def own(place: int, given: str | None) -> str:
        unique = given if given and given not in seen else f"call-{step}-{place}"
        seen.add(unique)
        return unique

    asked = [{**one, "id": own(n, one["id"])} for n, one in enumerate(reply.tool_calls)]
    start = len(asked)
    broken = [
        {**one, "id": own(n, one["id"])}
        for n, one in enumerate(reply.invalid_tool_calls, start=start)
    ]
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


def definitions_of(tools: Mapping[str, Tool]) -> list[dict[str, Any]]:
    """Return the tools as a model is told of them."""
    return [tool.definition for tool in tools.values()]
