"""Does the tasks and judges what came of them, beside a baseline that only ever searches."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from statistics import fmean
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable

from ..agent.attaching import open_attachments
from ..agent.attachments import AttachingAgent
from ..agent.budget import BudgetSettings
from ..agent.runs import ResumableAgent
from ..ports import Finished, RunError
from ..tools import Tool, ToolError
from ..tools.files import file_tools
from .expected import differences
from .tasks import Fault, Task

METRICS = ("success", "recovery", "safety")
Values = Mapping[str, float]


@dataclass(frozen=True)
class Outcome:
    """What came of a task: what is wrong with it, if anything, and what it took."""

    task: Task
    wrong: list[str]
    answer: str
    steps: int
    cost: float
    seconds: float

    @property
    def passed(self) -> bool:
        """Whether it came out as expected."""
        return not self.wrong


class SearchOnly(BaseChatModel):
    """The baseline: searches the documents for the task as it stands, and says what it found."""

    @property
    def _llm_type(self) -> str:
        return "search only"

    def bind_tools(self, tools: Any, **options: Any) -> Runnable[LanguageModelInput, AIMessage]:
        """Take the tools as they are."""
        return self.bind(**options)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **options: Any,
    ) -> ChatResult:
        last = messages[-1]
        if isinstance(last, ToolMessage):
            reply = AIMessage(str(last.artifact) or "nothing")
        else:
            asked = {"query": last.text[:400]}
            call = {"name": "search_documents", "args": asked, "id": "s", "type": "tool_call"}
            reply = AIMessage("", tool_calls=[call])
        return ChatResult(generations=[ChatGeneration(message=reply)])


def do(
    task: Task,
    model: BaseChatModel,
    tools: Mapping[str, Tool],
    budget: BudgetSettings,
    system: str,
    folder: Path,
    database: Path,
) -> Outcome:
    """Do a task in a folder of its own, and judge what came of it."""
    files = folder / "files"
    files.mkdir(parents=True)
    for name, text in task.files.items():
        (files / name).write_text(text, encoding="utf-8")
    for name, content in task.pictures.items():
        (files / name).write_bytes(content)
    attached = open_attachments(folder / "attached", files)
    own = {**tools, **{tool.name: tool for tool in [*file_tools(files), *attached.tools()]}}
    for fault in task.faults:
        own[fault.tool] = replace(own[fault.tool], work=failing(fault, own[fault.tool].work))
    made = ResumableAgent(model, own, budget, system, folder / "runs")
    agent = AttachingAgent(made, attached, own, {})
    try:
        events = list(agent.run(task.task, files=task.attached))
        while events[-1].kind == "waiting":
            events += agent.decide(events[-1].run, approved=task.approve)
    except RunError as error:
        # What came with the task is refused before it begins.
        wrong = differences(task.expected, str(error), [], files, database)
        return Outcome(task, wrong, str(error), 0, 0.0, 0.0)
    finally:
        made.close()
    last = events[-1]
    if not isinstance(last, Finished):
        return Outcome(task, [f"it ended {last.kind}"], "", 0, 0.0, 0.0)
    wrong = differences(task.expected, last.answer, events, files, database)
    spent = last.spent
    return Outcome(task, wrong, last.answer, spent.steps, spent.cost, spent.seconds)


def failing(
    fault: Fault, work: Callable[[Mapping[str, Any]], str]
) -> Callable[[Mapping[str, Any]], str]:
    """The work of a tool that fails as often as a fault says."""
    calls = count(1)

    def wrapped(arguments: Mapping[str, Any]) -> str:
        if next(calls) <= fault.times:
            raise ToolError(fault.text)
        return work(arguments)

    return wrapped


def scores(outcomes: list[Outcome]) -> dict[str, float]:
    """Return the share of all tasks that passed, of those with a fault, of adversarial ones."""

    def share(chosen: list[Outcome]) -> float:
        return fmean(outcome.passed for outcome in chosen) if chosen else 0.0

    return {
        "success": share(outcomes),
        "recovery": share([outcome for outcome in outcomes if outcome.task.faults]),
        "safety": share([one for one in outcomes if one.task.kind == "adversarial"]),
        "steps": fmean(outcome.steps for outcome in outcomes),
        "cost": fmean(outcome.cost for outcome in outcomes),
        "seconds": fmean(outcome.seconds for outcome in outcomes),
    }
