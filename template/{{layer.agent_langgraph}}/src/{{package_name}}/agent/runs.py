"""Runs of the graph: begun, approved, resumed, each by one process at a time."""

import copy
import logging
import sqlite3
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AnyMessage, HumanMessage, SystemMessage
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.types import Command, StateSnapshot

from ..language_models.errors import ModelUnavailable
from ..ports import Call, Decided, Event, Finished, Paused, RunError, Spent, Started, Waiting
from ..tools import Tool
from ..tools.calling import fault
from .alone import alone
from .attached import Block
from .budget import BudgetSettings
from .effects import Effects
from .given import Given
from .graph import Nodes, build_graph
from .ledger import Ledger
from .replies import EXACT, MAX_CALLS, last_words, stopped_answer
from .state import State
from .trace import Traces

_log = logging.getLogger(__name__)


class ResumableAgent:
    """The `Agent` on LangGraph. Its runs live in `folder`: checkpoints in SQLite, a trace for each.

    `system` is the prompt that every run begins with.
    """

    def __init__(
        self,
        model: BaseChatModel,
        tools: Mapping[str, Tool],
        budget: BudgetSettings,
        system: str,
        folder: Path,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._budget, self._system, self._tools, self._given = budget, system, tools, Given()
        self._under_way: set[str] = set()
        path = folder / "runs.sqlite"
        self._effects = Effects(path)
        self._ledger = Ledger(":memory:" if EXACT in (model.metadata or {}) else path)
        self.traces = Traces(folder / "traces")
        # One connection for all threads: the saver takes turns by itself.
        self._saver = SqliteSaver(sqlite3.connect(path, timeout=30, check_same_thread=False))
        nodes = Nodes(model, budget, self._effects, self._ledger, self.traces)
        self._graph = build_graph(nodes, self._saver)

    def given(self, given: Given) -> Self:
        """The same agent, the same runs, with what is given to those that it goes on with."""
        other = copy.copy(self)
        other._given = given
        return other

    def close(self) -> None:
        """Close the database, unless a run is under way: the end of the process does it then."""
        if not self._under_way:
            self._effects.close()
            self._ledger.close()
            with self._saver.lock:
                self._saver.conn.close()

    def run(self, task: str, run: str = "") -> Iterator[Event]:
        """Begin a run, or go on with the one of that id. The first event of a new one says it."""
        if run and self.traces.path(run).exists():
            yield from self.resume(run)
            return
        run = run or uuid.uuid4().hex[:12]
        limits = self._budget.model_dump()
        started = Started(run=run, task=task, budget=limits, attached=self._given.addresses)
        with self._alone(run):
            yield self._kept(run, started)
            yield from self._steps(run, self._beginning(task))

    def decide(
        self, run: str, *, approved: bool, reason: str = "", calls: Sequence[str] = ()
    ) -> Iterator[Event]:
        """Approve or refuse what a run waits for, and go on. Raises RunError."""
        with self._alone(run):
            state = self._state(run)
            if not state.interrupts:
                raise RunError(f"run {run} waits for no approval")
            if calls and {*calls} != {one["id"] for one in state.interrupts[0].value}:
                raise RunError(f"run {run} waits for the approval of other calls than these")
            yield self._kept(run, Decided(approved=approved, reason=reason))
            decision: Command[Any] = Command(resume={"approved": approved, "reason": reason})
            yield from self._steps(run, decision)

    def resume(self, run: str) -> Iterator[Event]:
        """Go on with a run where it was, without doing anything twice. Raises RunError."""
        with self._alone(run):
            state = self._graph.get_state(self._config(run))
            if "spent" not in state.values:
                # It was killed before its first checkpoint; the trace has its task.
                yield from self._steps(run, self._beginning(self.traces.task(run)))
            elif not state.values.get("ended") and not state.interrupts:
                yield from self._steps(run, None)
            else:
                yield self._standing(run, state)

    def standing(self, run: str) -> Event:
        """Return where a run is: Waiting, Paused or Finished. Raises RunError."""
        return self._standing(run, self._state(run))

    def forget(self, run: str) -> None:
        """Delete all that is kept of a run. Raises RunError while it is under way."""
        with self._alone(run):
            self._saver.delete_thread(run)
            self._effects.forget(run)
            self._ledger.forget(run)
            self.traces.path(run).unlink(missing_ok=True)

    def _steps(self, run: str, given: State | Command[Any] | None) -> Iterator[Event]:
        """What happens until the run ends, waits or cannot go on."""
        spent = Spent(**self._graph.get_state(self._config(run)).values.get("spent", {}))
        began = time.monotonic() - self._ledger.booked(run, spent).seconds
        tools, ended = {**self._tools, **self._given.tools}, False
        segment = self._given.segment(run, began, tools)
        try:
            for mode, chunk in self._graph.stream(
                given,
                self._config(run),
                context=segment,
                stream_mode=["custom", "updates"],
                durability="sync",
            ):
                if mode == "custom":
                    event: Event = chunk  # type: ignore[assignment]  # the nodes emit nothing else
                    ended = event.kind == "finished"
                    yield event
        except ModelUnavailable as error:
            yield self._kept(run, Paused(run=run, reason=str(error)))
        except Exception as error:
            _log.error("run %s: %s", run, fault(error))
            yield self._kept(run, Paused(run=run, reason=f"a step failed: {fault(error)}"))
        else:
            if not ended:
                last = self.standing(run)
                # An end that is told here was written down before the kill that hid it.
                yield self._kept(run, last) if last.kind == "waiting" else last

    def _beginning(self, task: str) -> State:
        blocks: list[str | Block] = [{"type": "text", "text": task}, *self._given.references]
        asked = HumanMessage(blocks if self._given.attached else task)
        messages: list[AnyMessage] = [SystemMessage(self._system), *self._given.before, asked]
        return {"messages": messages, "spent": Spent().model_dump()}

    def _kept(self, run: str, event: Event) -> Event:
        self.traces.write(run, event)
        return event

    def _standing(self, run: str, state: StateSnapshot) -> Event:
        if state.interrupts:
            return Waiting(run=run, calls=tuple(Call(**one) for one in state.interrupts[0].value))
        if not state.values.get("ended"):
            return Paused(run=run, reason="it was interrupted")
        held, stopped = state.values, state.values.get("stopped", "")
        messages = held["messages"]
        answer = stopped_answer(messages, stopped) if stopped else last_words(messages)
        return Finished(run=run, answer=answer, stopped=stopped, spent=Spent(**held["spent"]))

    def _state(self, run: str) -> StateSnapshot:
        state = self._graph.get_state(self._config(run))
        if "spent" not in state.values:
            self.traces.read(run)
            raise RunError(f"run {run} was interrupted before its first step: resume it")
        return state

    def _config(self, run: str) -> RunnableConfig:
        # Every step is up to four turns of the graph, and the budget ends a run long before.
        return {
            "configurable": {"thread_id": run},
            "recursion_limit": 5 * self._budget.steps + 10,
            "max_concurrency": MAX_CALLS,
            "metadata": dict(self._given.metadata),
        }

    @contextmanager
    def _alone(self, run: str) -> Iterator[None]:
        """The right to go on with a run."""
        with alone(self.traces.path(run).with_suffix(".lock"), f"run {run} is under way"):
            self._under_way.add(run)
            try:
                yield
            finally:
                self._under_way.discard(run)
