"""The graph: think, ask a person where something has side effects, act, and think again.

Each call of a turn is a branch of its own, run at once with the others and checkpointed by itself,
so that a killed run does again only what was not finished. No provider and no tool is named here:
the tools are those of the run.
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
from ..tools.calling import GivenUp, fault, within
from .budget import BudgetSettings, Exhausted, size
from .effects import Effects
from .replies import NUDGE, calls_of, identified, last_words, reply_of, stopped_answer
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
    traces: Traces

    def think(self, state: State, runtime: _Now) -> State:
        """Ask the model for a step, where its worst case still fits into the budget."""
        messages = state["messages"]
        spent = Spent(**state["spent"]).model_copy(update={"seconds": runtime.context.elapsed()})
        definitions = runtime.context.definitions
        try:
            asked = size(messages, str(definitions), self.budget.picture_tokens)
            most = self.budget.answer(spent, *asked)
        except Exhausted as error:
            return {"stopped": str(error), "spent": spent.model_dump()}
        model, step = self.model.bind_tools(definitions), spent.steps + 1
        said = runtime.stream_writer if runtime.context.aloud else None
        left, shown = self.budget.seconds - spent.seconds, runtime.context.shown(messages)
        try:
            reply = within(left, lambda: reply_of(model, shown, most, step, said))
        except GivenUp:
            spent = spent.model_copy(update={"seconds": runtime.context.elapsed()})
            reason = f"its {self.budget.seconds:.3g} s are over"
            return {"stopped": reason, "spent": spent.model_dump()}
        except ModelUnavailable:
            raise
        except Exception as error:
            # A checkpoint keeps what is raised here, and its text may hold anything, a key as well.
            raise StepFailed(fault(error)) from None
        reply = identified(reply, step, messages)
        thought, stopped = considered(reply, messages, spent, self.budget, runtime.context)
        self._emit(thought, runtime)
        booked: State = {"spent": thought.spent.model_dump(), "refusals": {}}
        if stopped:
            return {**booked, "stopped": stopped}
        return {**booked, "messages": [reply if thought.calls or reply.text.strip() else NUDGE]}

    def approve(self, state: State, runtime: _Now) -> State:
        """Wait until a person has decided on the calls with side effects."""
        calls = calls_of(state["messages"][-1], runtime.context.tools)
        asking = [one for one in calls if one.asks]
        decision = interrupt([one.model_dump() for one in asking])
        reason = f"not run: a person refused it. {decision['reason']}".strip()
        return {"refusals": {one.id: "" if decision["approved"] else reason for one in asking}}

    def act(self, state: Action, *, runtime: _Now) -> State:
        """Make one call, or say why it is not made."""
        one, now = Call(**state["call"]), runtime.context
        returned = acted(
            one,
            state["step"],
            state["refusal"],
            segment=now,
            budget=self.budget,
            effects=self.effects,
        )
        self._emit(returned, runtime)
        message = ToolMessage(
            labelled(one.tool, Result(returned.text, returned.failed, returned.suspicious)),
            tool_call_id=one.id,
            name=one.tool,
            artifact=returned.text,
            status="error" if returned.failed else "success",
        )
        return {"messages": [message]}

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

    def actions(self, state: State, runtime: _Now) -> list[Send]:
        """One branch for each call of the turn."""
        *earlier, reply = state["messages"]
        refusals, step = state.get("refusals", {}), state["spent"]["steps"]
        branches = []
        for one in calls_of(reply, runtime.context.tools):
            refusal = refusal_of(one, refusals, earlier)
            branches.append(Send("act", Action(call=one.model_dump(), step=step, refusal=refusal)))
        return branches

    def _emit(self, event: Event, runtime: _Now) -> None:
        self.traces.write(runtime.context.run, event)
        runtime.stream_writer(event)


def build_graph(nodes: Nodes, checkpoints: BaseCheckpointSaver[str] | None = None) -> Graph:
    """Put the nodes together. Without checkpoints it can be drawn, not resumed."""
    graph = StateGraph(State, context_schema=Segment)
    graph.add_node("think", nodes.think)
    graph.add_node("approve", nodes.approve)
    graph.add_node("act", nodes.act, input_schema=Action)
    graph.add_node("finish", nodes.finish)
    graph.add_edge(START, "think")
    graph.add_conditional_edges("think", nodes.after_thought, ["think", "approve", "act", "finish"])
    graph.add_conditional_edges("approve", nodes.actions, ["act"])
    graph.add_edge("act", "think")
    graph.add_edge("finish", END)
    return graph.compile(checkpointer=checkpoints)
