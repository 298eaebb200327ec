"""The archivist remembers what was seen, what was decided, and how the round went."""

from datetime import UTC, datetime

from ..crew.agent import Agent, Update
from ..crew.desk import Desk
from ..crew.state import Round
from ..memory.memory import Memory


def archivist(memory: Memory) -> Agent:
    """Return the archivist, the last of the crew."""

    def work(state: Round, desk: Desk) -> Update:
        memory.remember(state.id, state.started, state.offers, state.decisions, state.gone)
        buys = sum(decision.verdict == "buy" for decision in state.decisions)
        result = f"{len(state.offers)} offers, {buys} to buy, {len(state.gone)} gone"
        spent = state.spent
        if spent.usable < spent.questions:
            result += f", {spent.usable} of {spent.questions} answers of a language model usable"
        if state.faults:
            result += f", {len(state.faults)} faults: {state.faults[-1].sentence}"
        memory.end(state.id, datetime.now(UTC).isoformat(timespec="seconds"), result)
        desk.tell(result)
        return {"result": result}

    return Agent(
        name="archivist",
        purpose="remember what was seen and decided",
        reads=("offers", "decisions", "gone", "faults", "spent"),
        writes=("result",),
        work=work,
    )
