"""Runs a recorded run again, from the recorded replies and results, and compares what happens.

Nothing outside is touched: no model is asked and no tool is called. What can differ is what this
code makes of the replies: which calls it makes, in which step, and how the run ends.
"""

import json
import tempfile
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby, repeat, zip_longest
from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from pydantic import SkipValidation

from ..language_models.errors import ModelUnavailable
from ..ports import Event, Finished, Returned, Spent, Thought
from ..tools import Tool, ToolError
from .attached import reference
from .budget import BudgetSettings
from .given import Given
from .repetition import identity
from .replies import BROKEN, EXACT
from .runs import ResumableAgent

# These differ from one time to the next, and say nothing about what was done.
_VARYING = {"run", "seconds", "spent", "budget", "step"}
_VARYING |= {"input_tokens", "output_tokens", "estimated"}
_RUN = "replay"
_COMPARED = ("started", "thought", "returned", "waiting", "decided", "finished")


def replay(events: list[Event], tools: Mapping[str, Tool], system: str) -> str:
    """Return the first difference between a recorded run and the same run now; none: empty."""
    started = events[0]
    if started.kind != "started":
        return "the trace does not begin with the start of a run"
    # The clock ran differently then: a run that it ended is compared as far as it came.
    budget = BudgetSettings(_env_file=None, **{**started.budget, "seconds": 86_400.0})
    recorded = {
        tool.name: replace(tool, work=_replies(tool.name, events)) for tool in tools.values()
    }
    # Of what came along the digests are recorded: they stand for it, and take its tokens.
    attached = [reference(address) for address in started.attached]
    decisions = deque(event for event in events if event.kind == "decided")
    with tempfile.TemporaryDirectory() as folder:
        replies = list(_thoughts(events))
        lost = replies.count(None)
        agent = ResumableAgent(
            Recorded(replies=iter(replies)), recorded, budget, system, Path(folder)
        )
        try:
            again = list(agent.given(Given(attached=attached)).run(started.task, _RUN))
            while True:
                if again[-1].kind == "waiting" and decisions:
                    then = decisions.popleft()
                    again += agent.decide(_RUN, approved=then.approved, reason=then.reason)
                elif again[-1].kind == "paused" and lost:
                    lost -= 1
                    again += agent.resume(_RUN)
                else:
                    break
        finally:
            agent.close()
    return _difference(events, again)


class Recorded(BaseChatModel):
    """A model that says again what another one said; None: no reply came."""

    replies: SkipValidation[Iterator[AIMessage | None]]

    @property
    def _llm_type(self) -> str:
        return "recorded"

    def bind_tools(self, tools: Any, **options: Any) -> Runnable[LanguageModelInput, AIMessage]:
        """Take the tools as they are: what was said about them is recorded."""
        return self.bind(**options)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **options: Any,
    ) -> ChatResult:
        reply = next(self.replies, None)
        if reply is None:
            raise ModelUnavailable("no reply was recorded", "cut off")
        return ChatResult(generations=[ChatGeneration(message=reply)])


def _thoughts(events: Iterable[Event]) -> Iterator[AIMessage | None]:
    """The replies, and None for each step that was asked for in vain."""
    before = Spent()
    for event in events:
        if not isinstance(event, Thought | Finished):
            continue
        lost = event.spent.steps - before.steps - isinstance(event, Thought)
        yield from repeat(None, lost)
        if not isinstance(event, Thought):
            continue
        made = [
            {"name": one.tool, "args": one.arguments, "id": one.id, "type": "tool_call"}
            for one in event.calls
            if one.fault != BROKEN
        ]
        broken = [
            {"name": one.tool, "args": "", "id": one.id, "error": "", "type": "invalid_tool_call"}
            for one in event.calls
            if one.fault == BROKEN
        ]
        usage = UsageMetadata(
            input_tokens=event.input_tokens,
            output_tokens=event.output_tokens,
            total_tokens=event.input_tokens + event.output_tokens,
        )
        # What was asked in vain has its price in the replay as well.
        usd = {} if lost else {"usd": event.spent.cost - before.cost}
        before = event.spent
        yield AIMessage(
            event.text,
            tool_calls=made,
            invalid_tool_calls=broken,
            usage_metadata=None if event.estimated else usage,
            response_metadata={**usd, EXACT: True},
        )


def _replies(name: str, events: Iterable[Event]) -> Any:
    """What a tool does in a replay: give again what it gave to the same arguments."""
    held: dict[str, deque[Returned]] = defaultdict(deque)
    for event in events:
        if isinstance(event, Returned) and event.call.tool == name:
            held[identity(name, event.call.arguments)].append(event)

    def work(arguments: Mapping[str, Any]) -> str:
        results = held[identity(name, arguments)]
        if not results:
            raise ToolError("no such call was recorded")
        result = results.popleft()
        if result.failed:
            raise ToolError(result.text)
        return result.text

    return work


def _difference(before: Iterable[Event], after: Iterable[Event]) -> str:
    pairs = zip_longest(_compared(before), _compared(after))
    for place, (then, now) in enumerate(pairs, start=1):
        if then != now:
            return f"event {place} was {_shown(then)} and is {_shown(now)} now"
    return ""


def _compared(events: Iterable[Event]) -> list[dict[str, Any]]:
    """What of each event must be the same. Calls made at once come back in any order."""
    held = [one for one in events if one.kind in _COMPARED]
    shown = [one.model_dump(mode="json", exclude=_VARYING) for one in held]
    kinds = groupby(shown, key=lambda one: one["kind"])
    return [one for _, alike in kinds for one in sorted(alike, key=_call)]


def _call(event: Mapping[str, Any]) -> str:
    return str(event["call"]["id"]) if "call" in event else ""


def _shown(event: Mapping[str, Any] | None) -> str:
    return json.dumps(event, ensure_ascii=False)[:300] if event else "nothing"
