"""The graph: think, ask a person where something has side effects, act, and think again.

Each call without side effects is a branch of its own, run at once with the others and checkpointed
by itself, so that a killed run does again only what was not finished. Those with side effects come
after them, one after the other. No provider and no tool is named here: the tools are those of the
run.
"""

from dataclasses import dataclass

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, ToolMessage
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime
from langgraph.types import Send, interrupt

from ..language_models.errors import ModelUnavailable
from ..ports import Call, Event, Finished, Spent
from ..tools import Result, labelled
from ..tools.calling import fault
from .asking import next_step
from .budget import BudgetSettings, Exhausted
from .effects import Effects
from .ledger import Ledger
from .replies import NUDGE, calls_of, last_words, stopped_answer
from .segment import Segment
from .state import Action, State
from .trace import Traces
from .turns import acted, considered, refusal_of

Graph = CompiledStateGraph[State, Segment, State, State]
_Now = Runtime[Segment]


class StepFailed(RuntimeError):
    """The model failed in a way that nobody foresaw; the text says where, and no more."""


@dataclass(frozen=True)
class Nodes:
    """What happens in the graph."""

    model: BaseChatModel
    budget: BudgetSettings
    effects: Effects
    ledger: Ledger
    traces: Traces

    def think(self, state: State, runtime: _Now) -> State:
        """Ask the model for a step, where its worst case still fits into the budget."""
        messages, now, spent = state["messages"], runtime.context, Spent(**state["spent"])
        model = self.model.bind_tools(now.definitions)
        try:
            answered = next_step(
                model,
                messages,
                spent,
                runtime.stream_writer if now.aloud else None,
                segment=now,
                budget=self.budget,
                ledger=self.ledger,
            )
        except Exhausted as error:
            booked = self.ledger.booked(now.run, spent)
            booked = booked.model_copy(update={"seconds": now.elapsed()})
            return {"stopped": str(error), "spent": booked.model_dump()}
        except ModelUnavailable:
            raise
        except Exception as error:
            # A checkpoint keeps what is raised here, and its text may hold anything, a key as well.
            raise StepFailed(fault(error)) from None
        thought, stopped = considered(answered, messages, now)
        self._emit(thought, runtime)
        told: State = {"spent": thought.spent.model_dump(), "refusals": {}}
        if stopped:
            return {**told, "stopped": stopped}
        said = thought.calls or answered.reply.text.strip()
        return {**told, "messages": [answered.reply if said else NUDGE]}

    def approve(self, state: State, runtime: _Now) -> State:
        """Wait until a person has decided on the calls with side effects."""
        calls = calls_of(state["messages"][-1], runtime.context.tools)
        asking = [one for one in calls if one.asks]
        decision = interrupt([one.model_dump() for one in asking])
        reason = f"not run: a person refused it. {decision['reason']}".strip()
        return {"refusals": {one.id: "" if decision["approved"] else reason for one in asking}}

    def act(self, state: Action, *, runtime: _Now) -> State:
        """Make one call, or say why it is not made."""
        return {"messages": [self._acted(state, runtime)]}

    def change(self, state: State, runtime: _Now) -> State:
        """Make the calls with side effects, in the order in which they were asked for."""
        waiting = [one for one in self._actions(state, runtime) if one["call"]["asks"]]
        return {"messages": [self._acted(one, runtime) for one in waiting]}

    def finish(self, state: State, runtime: _Now) -> State:
        """Say what came of the run."""
        stopped, messages = state.get("stopped", ""), state["messages"]
        answer = stopped_answer(messages, stopped) if stopped else last_words(messages)
        spent = Spent(**state["spent"]).model_copy(update={"seconds": runtime.context.elapsed()})
        run = runtime.context.run
        self._emit(Finished(run=run, answer=answer, stopped=stopped, spent=spent), runtime)
        return {"spent": spent.model_dump(), "ended": True}

    def after_thought(self, state: State, runtime: _Now) -> str | list[Send]:
        """Where a step leads: to the end, to a person, to the tools, or back."""
        if state.get("stopped"):
            return "finish"
        calls = calls_of(state["messages"][-1], runtime.context.tools)
        if any(one.asks for one in calls):
            return "approve"
        if calls:
            return self.actions(state, runtime)
        return "finish" if isinstance(state["messages"][-1], AIMessage) else "think"

    def actions(self, state: State, runtime: _Now) -> str | list[Send]:
        """One branch for each call without side effects, before those that have some."""
        actions = self._actions(state, runtime)
        return [Send("act", one) for one in actions if not one["call"]["asks"]] or "change"

    def _actions(self, state: State, runtime: _Now) -> list[Action]:
        """What is to be done about each call of the turn."""
        messages = state["messages"]
        place = max(n for n, one in enumerate(messages) if isinstance(one, AIMessage))
        refusals, step = state.get("refusals", {}), state["spent"]["steps"]
        return [
            Action(
                call=one.model_dump(),
                step=step,
                refusal=refusal_of(one, refusals, messages[:place]),
            )
            for one in calls_of(messages[place], runtime.context.tools)
        ]

    def _acted(self, action: Action, runtime: _Now) -> ToolMessage:
        one = Call(**action["call"])
        returned = acted(
            one,
            action["step"],
            action["refusal"],
            segment=runtime.context,
            budget=self.budget,
            effects=self.effects,
        )
        self._emit(returned, runtime)
        return ToolMessage(
            labelled(one.tool, Result(returned.text, returned.failed, returned.suspicious)),
            tool_call_id=one.id,
            name=one.tool,
            artifact=returned.text,
            status="error" if returned.failed else "success",
        )

    def _emit(self, event: Event, runtime: _Now) -> None:
        self.traces.write(runtime.context.run, event)
        runtime.stream_writer(event)


def build_graph(nodes: Nodes, checkpoints: BaseCheckpointSaver[str] | None = None) -> Graph:
    """Put the nodes together. Without checkpoints it can be drawn, not resumed."""
    graph = StateGraph(State, context_schema=Segment)
    graph.add_node("think", nodes.think)
    graph.add_node("approve", nodes.approve)
    graph.add_node("act", nodes.act, input_schema=Action)
    graph.add_node("change", nodes.change)
    graph.add_node("finish", nodes.finish)
    graph.add_edge(START, "think")
    graph.add_conditional_edges("think", nodes.after_thought, ["think", "approve", "act", "finish"])
    graph.add_conditional_edges("approve", nodes.actions, ["act", "change"])
    graph.add_edge("act", "change")
    graph.add_edge("change", "think")
    graph.add_edge("finish", END)
    return graph.compile(checkpointer=checkpoints)
