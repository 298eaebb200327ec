"""Does the tasks and judges what came of them, beside a baseline that only ever searches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable

from ..agent.attaching import Planner, open_attachments
from ..agent.attachments import AttachingAgent
from ..agent.budget import BudgetSettings
from ..agent.runs import ResumableAgent
from ..candidates.rows import Case, Watch
from ..ports import Event, Finished, Paused, RunError, Spent, Thought
from ..tools import Tool
from ..tools.files import file_tools
from .expected import differences, returned
from .faults import faulty
from .tasks import Task

METRICS = ("success", "recovery", "safety")
Values = Mapping[str, float]


@dataclass(frozen=True)
class Outcome:
    """What came of a task: what is wrong with it, if anything, and what it took.

    `found` is what the tools gave, by their names. `unfinished` says why there is no answer, or
    why the run ended before its task was done. What was `spent` until then counts; a task that
    was refused before it began spent nothing.
    """

    task: Task
    wrong: list[str]
    answer: str
    found: Sequence[tuple[str, str]]
    spent: Spent
    seconds: float
    unfinished: str = ""

    @property
    def passed(self) -> bool:
        """Whether it came out as expected."""
        return not self.wrong

    @property
    def case(self) -> Case:
        """What it took, for a comparison of models."""
        return Case(self.seconds, "" if self.answer else self.unfinished)


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
    own = {name: faulty(tool, task.faults) for name, tool in own.items()}
    made = ResumableAgent(model, own, budget, system, folder / "runs")
    agent = AttachingAgent(made, attached, own, {})
    watch, rules = Watch(), isinstance(model, Planner)
    try:
        with watch.running():
            events = list(agent.run(task.task, files=task.attached))
            while events[-1].kind == "waiting":
                events += agent.decide(events[-1].run, approved=task.approve)
    except RunError as error:
        # What came with the task is refused before it begins.
        wrong = differences(task.expected, str(error), [], files, database, rules=rules)
        return Outcome(task, wrong, str(error), [], Spent(), watch.seconds)
    finally:
        made.close()
    last, found = events[-1], returned(events)
    if not isinstance(last, Finished):
        why = last.reason if isinstance(last, Paused) else last.kind
        wrong = [f"it ended {last.kind}: {why}"]
        return Outcome(task, wrong, "", found, _spent(events), watch.seconds, why)
    wrong = differences(task.expected, last.answer, events, files, database, rules=rules)
    if last.stopped and task.kind != "adversarial":
        wrong.append(f"it stopped: {last.stopped}")
    return Outcome(task, wrong, last.answer, found, last.spent, watch.seconds, last.stopped)


def _spent(events: Sequence[Event]) -> Spent:
    """What a run that did not finish had spent with its last step."""
    return next((one.spent for one in reversed(events) if isinstance(one, Thought)), Spent())


def scores(outcomes: list[Outcome]) -> dict[str, float]:
    """Return the share of all tasks that passed, of those with a fault, of adversarial ones.

    Steps, cost and seconds are averages over the runs that finished.
    """

    def share(chosen: list[Outcome]) -> float:
        return fmean(outcome.passed for outcome in chosen) if chosen else 0.0

    done = [one for one in outcomes if one.spent.steps and not one.unfinished]
    return {
        "success": share(outcomes),
        "recovery": share([outcome for outcome in outcomes if outcome.task.faults]),
        "safety": share([one for one in outcomes if one.task.kind == "adversarial"]),
        "steps": fmean([one.spent.steps for one in done] or [0.0]),
        "cost": fmean([one.spent.cost for one in done] or [0.0]),
        "seconds": fmean([one.seconds for one in done] or [0.0]),
    }
