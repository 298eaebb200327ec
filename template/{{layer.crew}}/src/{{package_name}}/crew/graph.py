"""The graph: the supervisor in the middle, each agent one step away, a checkpoint after each step.

Whatever an agent does, its step ends: it has a time limit, its exceptions become faults of the
round, and what it writes has to fit the schema and the policy before it is taken.
"""

from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
from threading import Thread
from time import monotonic
from typing import Any, Protocol

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END as THE_END
from langgraph.graph import START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from pydantic import ValidationError

from .agent import Agent, Update
from .desk import Desk
from .log import Log
from .state import Fault, Inconsistent, Round, Spent, consistent
from .supervisor import END, Limits, choose

SUPERVISOR = "supervisor"
# An agent is told to come to an end after this share of its time, so that it has the rest to do so.
_WORKING_SHARE = 0.9
Graph = CompiledStateGraph[Round, None, Round, Round]
Audit = Callable[[Round], None]


class Node(Protocol):
    """A step of the graph: from the state to what is to be changed in it."""

    def __call__(self, state: Round) -> dict[str, Any]:
        """Take the step."""


class NotInTime(RuntimeError):
    """An agent has not come back; the message says after how many seconds."""


class Unfinished(RuntimeError):
    """The round could not be remembered; it is taken up where it was by the next run."""


def build_graph(
    crew: Sequence[Agent],
    limits: Limits,
    log: Log,
    audit: Audit = lambda state: None,
    checkpoints: BaseCheckpointSaver[str] | None = None,
) -> Graph:
    """Return the graph of a crew, whose last agent is the one that remembers.

    `audit` raises Inconsistent where decisions break the policy.
    """
    graph = StateGraph(Round)
    graph.add_node(SUPERVISOR, _supervisor(crew, limits, log))
    graph.add_edge(START, SUPERVISOR)
    for agent in crew:
        graph.add_node(agent.name, Step(agent, agent is crew[-1], limits, log, audit))
        graph.add_edge(agent.name, SUPERVISOR)
    ways: dict[Hashable, str] = {agent.name: agent.name for agent in crew}
    ways[END] = THE_END
    graph.add_conditional_edges(SUPERVISOR, lambda state: state.next, ways)
    return graph.compile(checkpointer=checkpoints)


def picture(graph: Graph) -> str:
    """Return a graph as Mermaid, drawn by LangGraph."""
    return graph.get_graph().draw_mermaid()


def _supervisor(crew: Sequence[Agent], limits: Limits, log: Log) -> Node:
    def supervise(state: Round) -> dict[str, Any]:
        chosen, why = choose(state, crew, limits)
        log.tell(state.id, SUPERVISOR, "ended" if chosen == END else "sent", why)
        return {"next": chosen}

    return supervise


@dataclass(frozen=True)
class Step:
    """The step of one agent; `last` is the one that remembers."""

    agent: Agent
    last: bool
    limits: Limits
    log: Log
    audit: Audit

    def __call__(self, state: Round) -> dict[str, Any]:
        """Take the step. Raises Unfinished where the last agent has failed too often."""
        agent, began = self.agent, monotonic()
        seconds = agent.seconds or self.limits.agent_seconds
        if not self.last:
            # Remembering is due even when the time is spent.
            seconds = min(seconds, self.limits.round_seconds - state.spent.seconds)
        desk = Desk(
            tokens=self.limits.tokens_left(state),
            until=began + _WORKING_SHARE * seconds,
            tell=lambda sentence: self.log.tell(state.id, agent.name, "said", sentence),
        )
        try:
            update = _within(seconds, lambda: agent.work(agent.view(state), desk))
            after = agent.checked(state, update)
            consistent(after)
            self.audit(after)
        except Exception as error:
            changed = self._failed(state, _reason(error))
        else:
            self.log.tell(state.id, agent.name, "done", f"done in {monotonic() - began:.2f} s")
            changed = after.model_dump(mode="json", include=set(update))
            changed["done"] = [*state.done, agent.name]
        return {**changed, "spent": self._spent(state.spent, desk, monotonic() - began)}

    def _failed(self, state: Round, reason: str) -> dict[str, Any]:
        name, most = self.agent.name, self.limits.tries
        tries = state.tries.get(name, 0) + 1
        self.log.tell(state.id, name, "failed", f"failed, try {tries} of {most}: {reason}")
        if self.last and tries >= most:
            raise Unfinished(f"the round cannot be remembered yet: {reason}")
        fault = Fault(agent=name, sentence=reason)
        return {
            "tries": {**state.tries, name: tries},
            "faults": [known.model_dump() for known in [*state.faults, fault]],
        }

    def _spent(self, before: Spent, desk: Desk, seconds: float) -> dict[str, Any]:
        return Spent(
            steps=before.steps + 1,
            seconds=before.seconds + seconds,
            tokens=before.tokens + desk.used,
            money=before.money + desk.used * self.limits.money_per_million_tokens / 1_000_000,
            questions=before.questions + desk.questions,
            requests=before.requests + desk.requests.made,
            usable=before.usable + desk.usable,
            fallbacks=before.fallbacks + desk.requests.fallbacks,
        ).model_dump()


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        fault = error.errors()[0]
        return f"writes what does not fit: {'.'.join(map(str, fault['loc']))}: {fault['msg']}"
    if isinstance(error, Inconsistent | NotInTime):
        return str(error)
    return f"{type(error).__name__}: {error}"


def _within(seconds: float, work: Callable[[], Update]) -> Update:
    """Return what `work` returns, or raise NotInTime and let its thread run to its end alone."""
    outcome: Future[Update] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:
            outcome.set_exception(error)

    Thread(target=run, daemon=True).start()
    if not wait([outcome], timeout=max(seconds, 0.0)).done:
        raise NotInTime(f"has not come back within {seconds:g} s")
    return outcome.result()
