"""Runs of the agent: begun, approved, resumed, each by one process at a time."""

import copy
import logging
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from langchain_core.language_models import BaseChatModel
from pydantic_ai.messages import ModelRequest, SystemPromptPart, UserContent, UserPromptPart

from ..language_models.errors import ModelUnavailable
from ..ports import Decided, Event, Paused, RunError, Started, Waiting
from ..tools import Tool
from ..tools.calling import fault
from .alone import alone
from .budget import BudgetSettings
from .checkpoints import Checkpoint, Checkpoints
from .effects import Effects
from .gateway_model import picture_part
from .given import Given
from .ledger import Ledger
from .replies import EXACT
from .standing import end_of, waits_for
from .steps import Steps
from .telling import Tell, told
from .trace import Traces

_log = logging.getLogger(__name__)


class ResumableAgent:
    """The `Agent` on Pydantic AI. Its runs live in `folder`: checkpoints in SQLite, a trace each.

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
        self._model, self._tools, self._given = model, tools, Given()
        self._budget, self._system = budget, system
        self._under_way: set[str] = set()
        self._checkpoints = Checkpoints(folder / "runs.sqlite")
        self._effects = Effects(folder / "runs.sqlite")
        self._ledger = Ledger(
            ":memory:" if EXACT in (model.metadata or {}) else folder / "runs.sqlite"
        )
        self.traces = Traces(folder / "traces")

    def given(self, given: Given) -> Self:
        """The same agent, the same runs, with what is given to those that it goes on with."""
        if given.before:
            raise ValueError("a run on Pydantic AI begins with its task")
        other = copy.copy(self)
        other._given = given
        return other

    def close(self) -> None:
        """Close the database, unless a run is under way: the end of the process does it then."""
        if not self._under_way:
            self._effects.close()
            self._ledger.close()
            self._checkpoints.close()

    def run(self, task: str, run: str = "") -> Iterator[Event]:
        """Begin a run, or go on with the one of that id. The first event of a new one says it."""
        if run and self.traces.path(run).exists():
            yield from self.resume(run)
            return
        run = run or uuid.uuid4().hex[:12]
        limits, addresses = self._budget.model_dump(), self._given.addresses
        started = Started(run=run, task=task, budget=limits, attached=addresses)
        with self._alone(run):
            yield self._kept(run, started)
            yield from self._steps(run, self._begun(run, task))

    def decide(
        self, run: str, *, approved: bool, reason: str = "", calls: Sequence[str] = ()
    ) -> Iterator[Event]:
        """Approve or refuse what a run waits for, and go on. Raises RunError."""
        with self._alone(run):
            checkpoint = self._checkpoint(run)
            held = self._standing(run, checkpoint)
            if held.kind != "waiting":
                raise RunError(f"run {run} waits for no approval")
            if calls and {*calls} != {one.id for one in held.calls}:
                raise RunError(f"run {run} waits for the approval of other calls than these")
            yield self._kept(run, Decided(approved=approved, reason=reason))
            refusal = "" if approved else f"not run: a person refused it. {reason}".strip()
            checkpoint.progress.refusals.update((one.id, refusal) for one in held.calls)
            self._checkpoints.keep(run, checkpoint)
            yield from self._steps(run, checkpoint)

    def resume(self, run: str) -> Iterator[Event]:
        """Go on with a run where it was, without doing anything twice. Raises RunError."""
        with self._alone(run):
            checkpoint = self._checkpoints.read(run)
            if checkpoint is None:
                # It was killed before its first checkpoint; the trace has its task.
                checkpoint = self._begun(run, self.traces.task(run))
            standing = self._standing(run, checkpoint)
            if standing.kind == "paused":
                yield from self._steps(run, checkpoint)
            else:
                yield standing

    def standing(self, run: str) -> Event:
        """Return where a run is: Waiting, Paused or Finished. Raises RunError."""
        return self._standing(run, self._checkpoint(run))

    def forget(self, run: str) -> None:
        """Delete all that is kept of a run. Raises RunError while it is under way."""
        with self._alone(run):
            self._checkpoints.forget(run)
            self._effects.forget(run)
            self._ledger.forget(run)
            self.traces.path(run).unlink(missing_ok=True)

    def _steps(self, run: str, checkpoint: Checkpoint) -> Iterator[Event]:
        """What happens until the run ends, waits or cannot go on."""
        began = time.monotonic() - self._ledger.booked(run, checkpoint.progress.spent).seconds
        segment = self._given.segment(run, began, self._all_tools)

        async def go_on(tell: Tell) -> None:
            steps = Steps(
                model=self._model,
                budget=self._budget,
                effects=self._effects,
                ledger=self._ledger,
                checkpoints=self._checkpoints,
                metadata=self._given.metadata,
                segment=segment,
                checkpoint=checkpoint,
                tell=lambda event: tell(self._kept(run, event)),
            )
            await steps.go_on()

        try:
            yield from told(go_on)
        except ModelUnavailable as error:
            yield self._kept(run, Paused(run=run, reason=str(error)))
        except Exception as error:
            _log.error("run %s: %s", run, fault(error))
            yield self._kept(run, Paused(run=run, reason=f"a step failed: {fault(error)}"))
        else:
            if not checkpoint.progress.ended:
                yield self._kept(run, self._standing(run, checkpoint))

    @property
    def _all_tools(self) -> dict[str, Tool]:
        return {**self._tools, **self._given.tools}

    def _begun(self, run: str, task: str) -> Checkpoint:
        content: list[UserContent] = [task, *map(picture_part, self._given.references)]
        asked = UserPromptPart(content if self._given.attached else task)
        request = ModelRequest([SystemPromptPart(self._system), asked])
        checkpoint = Checkpoint([request])
        self._checkpoints.keep(run, checkpoint)
        return checkpoint

    def _kept(self, run: str, event: Event) -> Event:
        if event.kind != "said":
            self.traces.write(run, event)
        return event

    def _standing(self, run: str, checkpoint: Checkpoint) -> Event:
        if checkpoint.progress.ended:
            return end_of(run, checkpoint)
        if calls := waits_for(checkpoint, self._all_tools):
            return Waiting(run=run, calls=calls)
        return Paused(run=run, reason="it was interrupted")

    def _checkpoint(self, run: str) -> Checkpoint:
        checkpoint = self._checkpoints.read(run)
        if checkpoint is None:
            self.traces.read(run)
            raise RunError(f"run {run} was interrupted before its first step: resume it")
        return checkpoint

    @contextmanager
    def _alone(self, run: str) -> Iterator[None]:
        """The right to go on with a run."""
        with alone(self.traces.path(run).with_suffix(".lock"), f"run {run} is under way"):
            self._under_way.add(run)
            try:
                yield
            finally:
                self._under_way.discard(run)
