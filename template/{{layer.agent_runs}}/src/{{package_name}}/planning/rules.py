"""A planner of rules behind the interface of a language model. It is none, and never claims to be.

Where no language model is configured it lets everything else really run: tools, graph, approval,
checkpoints. It has no memory of its own: each step follows from the messages alone.
"""

from collections.abc import Callable, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from pydantic import Field

from ..agent.repetition import identity
from ..agent.replies import EXACT
from .requests import Asked, Part, parts_of

Results = dict[str, list[ToolMessage]]
NAME = "rules, no language model"
_PASSING = ("given up", "in time", "cannot be reached")
_SHOWN = 600
NOT_UNDERSTOOD = (
    "This was not understood. Without a language model there are only rules, for sums, questions "
    "about the sample database, look-ups in the documents, files, pages{more} and programs."
)


class RulePlanner(BaseChatModel):
    """Picks tools by rules. A step asks for all calls that do not wait for others at once."""

    metadata: dict[str, Any] | None = Field(default={EXACT: True}, exclude=True)

    @property
    def _llm_type(self) -> str:
        return "rules"

    def bind_tools(self, tools: Any, **options: Any) -> Runnable[LanguageModelInput, AIMessage]:
        """Take the tools as they are: the rules know them by name."""
        return self.bind(**options)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **options: Any,
    ) -> ChatResult:
        reply = self.plan(messages)
        reply.usage_metadata = UsageMetadata(input_tokens=0, output_tokens=0, total_tokens=0)
        reply.response_metadata = {"model_name": NAME, EXACT: True}
        return ChatResult(generations=[ChatGeneration(message=reply)])

    def plan(self, messages: Sequence[BaseMessage]) -> AIMessage:
        """Return the next step of the task that was set last."""
        return plan(messages, parts_of(task_of(messages)))


def task_of(messages: Sequence[BaseMessage]) -> str:
    """Return what was asked last."""
    return [message.text for message in messages if isinstance(message, HumanMessage)][-1]


def told(parts: Sequence[Part], results: Results) -> str:
    """Return what each part came to: a result, why there is none, or that it was not understood."""
    return "\n\n".join(
        f"- {part.text}\n{_indented(outcome(part, results))}" for part in parts if not part.report
    )


def plan(
    messages: Sequence[BaseMessage],
    parts: Sequence[Part],
    told: Callable[[Sequence[Part], Results], str] = told,
) -> AIMessage:
    """Return the next step of a task that has these parts: calls, or the answer."""
    task, results = task_of(messages), _results(messages)
    pending = [call for part in parts if (call := _next(part.calls, results)) is not None]
    if not pending:
        found = told(parts, results)
        for part in parts:
            report = ("write_file", {"path": part.report, "content": f"# {task}\n\n{found}\n"})
            if part.report and not _of(report, results):
                pending.append(report)
            elif part.report:
                found += f"\n\n- {part.text}: {_of(report, results)[-1].artifact}"
        if not pending:
            return AIMessage(found)
    step = sum(isinstance(message, AIMessage) for message in messages)
    calls = [
        {"name": name, "args": arguments, "id": f"r{step}-{place}", "type": "tool_call"}
        for place, (name, arguments) in enumerate(pending)
    ]
    return AIMessage("", tool_calls=calls)


def _results(messages: Sequence[BaseMessage]) -> Results:
    """What came back so far, by the call that it answers."""
    asked = {
        call["id"]: identity(call["name"], call["args"])
        for message in messages
        if isinstance(message, AIMessage)
        for call in message.tool_calls
    }
    held: Results = {}
    for message in messages:
        if isinstance(message, ToolMessage):
            held.setdefault(asked[message.tool_call_id], []).append(message)
    return held


def _of(call: Asked, results: Results) -> list[ToolMessage]:
    return results.get(identity(*call), [])


def _next(calls: Sequence[Asked], results: Results) -> Asked | None:
    """The first call that is still worth making: what failed in passing is tried once more."""
    for call in calls:
        tried = _of(call, results)
        if not tried:
            return call
        if tried[-1].status == "success":
            return None
        passing = any(word in str(tried[-1].artifact) for word in _PASSING)
        if passing and len(tried) == 1:
            return call
    return None


def outcome(part: Part, results: Results) -> str:
    """Return what a part came to."""
    if not part.calls:
        return NOT_UNDERSTOOD.format(more="")
    last = [_of(call, results)[-1] for call in part.calls if _of(call, results)]
    good = [message for message in last if message.status == "success"]
    if not good:
        return "\n".join(f"not done: {message.artifact}" for message in last[:1])
    text = str(good[0].artifact).strip()
    shown = text[:_SHOWN] + (" …" if len(text) > _SHOWN else "")
    return f"{shown}\n({good[0].name})"


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())
