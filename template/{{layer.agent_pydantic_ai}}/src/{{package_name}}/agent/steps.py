"""The steps of a run: think, act and finish, each from a checkpoint to the next one.

Each is an agent of Pydantic AI that begins with the messages of the checkpoint, goes on by a node
or two, and is left. A step that was killed is so taken again like any other. No provider and no
tool is named here: the tools are those of the run.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import anyio
import pydantic_ai
from anyio import to_thread
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AnyMessage
from pydantic_ai import (
    Agent,
    CallToolsNode,
    DeferredToolRequests,
    DeferredToolResults,
    FunctionToolset,
    ModelRequestNode,
    RunContext,
    ToolDenied,
    ToolReturn,
)
from pydantic_ai.exceptions import ToolFailed
from pydantic_ai.messages import ModelMessage, ModelRequest, ModelResponse, UserPromptPart

from ..ports import Call, Event, Spent
from .asking import Answered, next_step
from .budget import BudgetSettings, Exhausted
from .checkpoints import Checkpoint, Checkpoints
from .effects import Effects
from .gateway_model import SUSPICIOUS, Asking, GatewayModel, to_langchain
from .ledger import Ledger
from .offering import offered
from .replies import NUDGE
from .segment import Segment
from .standing import asked_for, end_of, waits_for
from .turns import acted, considered, refusal_of

# A program of the user says by itself what it is.
pydantic_ai.BANNER_ENABLED = False
_AGENT = Agent(output_type=[str, DeferredToolRequests], name="agent", retries=0)


@dataclass(frozen=True)
class Steps:
    """What a run does in one segment, from its checkpoint on. `tell` gets the events."""

    model: BaseChatModel
    budget: BudgetSettings
    effects: Effects
    ledger: Ledger
    checkpoints: Checkpoints
    metadata: Mapping[str, str]
    segment: Segment
    checkpoint: Checkpoint
    tell: Callable[[Event], None]

    async def go_on(self) -> None:
        """Go on until the run is over, or a person has to decide."""
        while not self.checkpoint.progress.ended:
            if self.checkpoint.progress.stopped:
                self._finish()
            elif waits_for(self.checkpoint, self.segment.tools):
                return
            elif calls := asked_for(self.checkpoint, self.segment.tools):
                await self._act(calls)
            elif isinstance(self.checkpoint.messages[-1], ModelResponse):
                self._finish()
            else:
                await self._think()

    async def _think(self) -> None:
        """Take the model's next step, where its worst case still fits into the budget."""
        answers: list[Answered] = []
        node: Any
        try:
            async with _AGENT.iter(
                message_history=self.checkpoint.messages,
                model=GatewayModel(self.model, partial(self._ask, answers)),
                toolsets=[self._toolset({}, [])],
            ) as run:
                node = run.next_node
                while not isinstance(node, CallToolsNode):
                    node = await run.next(node)
                self._considered(answers[-1], run.all_messages())
        except Exhausted as error:
            self._kept(stopped=str(error), spent=self._spent())

    def _ask(self, answers: list[Answered], model: Asking, messages: list[AnyMessage]) -> AIMessage:
        """Ask the model, who gets just these messages. Raises Exhausted."""
        answered = next_step(
            model.with_config(metadata=dict(self.metadata)),
            messages,
            self.checkpoint.progress.spent,
            self.tell if self.segment.aloud else None,
            segment=self.segment,
            budget=self.budget,
            ledger=self.ledger,
        )
        answers.append(answered)
        return answered.reply

    def _considered(self, answered: Answered, messages: list[ModelMessage]) -> None:
        """Keep the last reply and what it cost, and ask again after one that says nothing."""
        *before, _ = messages
        thought, stopped = considered(answered, to_langchain(before), self.segment)
        self.tell(thought)
        if (
            not thought.calls
            and not answered.reply.text.strip()
            and isinstance(before[-1], ModelRequest)
        ):
            nudged = [*before[-1].parts, UserPromptPart(NUDGE.text)]
            messages = [*before[:-1], replace(before[-1], parts=nudged)]
        self._kept(messages, stopped=stopped, spent=thought.spent)

    async def _act(self, calls: list[Call]) -> None:
        """Make the calls of a turn, but those that nobody approved or that lead nowhere.

        They are made at once, and then those with side effects, in the order asked for.
        """
        progress = self.checkpoint.progress
        refusals, step = progress.refusals, progress.spent.steps
        earlier, results = to_langchain(self.checkpoint.messages[:-1]), DeferredToolResults()
        made, order = {}, []
        for one in sorted(calls, key=lambda one: one.asks):
            refusal = refusal_of(one, refusals, earlier)
            made[one.id] = partial(
                acted,
                one,
                step,
                refusal,
                segment=self.segment,
                budget=self.budget,
                effects=self.effects,
            )
            if not refusal:
                results.approvals[one.id] = True
                order.append(one)
                continue
            self.tell(made[one.id]())
            if refusals.get(one.id):
                results.approvals[one.id] = ToolDenied(refusal)
            else:
                results.calls[one.id] = ToolFailed(refusal)
        node: Any
        async with _AGENT.iter(
            message_history=self.checkpoint.messages,
            deferred_tool_results=results,
            model=GatewayModel(self.model, partial(self._ask, [])),
            toolsets=[self._toolset(made, order)],
        ) as run:
            node = run.next_node
            while not isinstance(node, ModelRequestNode):
                node = await run.next(node)
            self._kept([*run.all_messages(), node.request], refusals={}, results={})

    def _toolset(
        self, made: Mapping[str, Callable[[], Any]], order: list[Call]
    ) -> FunctionToolset[object]:
        """The tools as Pydantic AI offers and calls them; what each call does, by its id."""
        over = {one.id: anyio.Event() for one in order}
        earlier = {one.id: order[: n if one.asks else 0] for n, one in enumerate(order)}

        async def call(context: RunContext[object], /, **arguments: Any) -> ToolReturn[str]:
            one = context.tool_call_id or ""
            results = self.checkpoint.progress.results
            for other in earlier[one]:
                await over[other.id].wait()
            if one not in results:
                returned = await to_thread.run_sync(made[one])
                self.tell(returned)
                results[one] = returned
                self.checkpoints.keep_result(self.segment.run, self.checkpoint)
            over[one].set()
            if results[one].failed:
                raise ToolFailed(results[one].text)
            return ToolReturn(results[one].text, metadata={SUSPICIOUS: results[one].suspicious})

        return offered(self.segment.tools, call)

    def _finish(self) -> None:
        self.checkpoint.progress.spent = self._spent()
        self.tell(end_of(self.segment.run, self.checkpoint))
        self._kept(ended=True)

    def _spent(self) -> Spent:
        booked = self.ledger.booked(self.segment.run, self.checkpoint.progress.spent)
        return booked.model_copy(update={"seconds": self.segment.elapsed()})

    def _kept(self, messages: list[ModelMessage] | None = None, **changes: Any) -> None:
        self.checkpoint.messages = messages or self.checkpoint.messages
        self.checkpoint.progress = self.checkpoint.progress.model_copy(update=changes)
        self.checkpoints.keep(self.segment.run, self.checkpoint)
