"""The planner puts the offers in the order in which the day's money goes furthest."""

from collections.abc import Callable, Mapping

from ..crew.agent import Agent, Update
from ..crew.desk import Desk
from ..crew.state import Planned, Round
from ..memory.memory import Known
from ..offers.offer import likeness


def planner(known: Callable[[], Mapping[str, Known]]) -> Agent:
    """Return the planner; it also sees which offers are one thing shown twice."""

    def work(state: Round, desk: Desk) -> Update:
        low = {estimate.key: estimate.low for estimate in state.estimates}

        def margin(key: str, euros: float) -> float:
            return (low[key] - euros) / euros if key in low else float("-inf")

        first = dict[str, str]()
        for key, seen in known().items():
            if not seen.gone and seen.decision:
                first.setdefault(likeness(seen.offer), key)
        offers = sorted(state.offers, key=lambda one: (-margin(one.key, one.euros), one.key))
        plan = list[Planned]()
        for offer in offers:
            other = first.setdefault(likeness(offer), offer.key)
            cautious = margin(offer.key, offer.euros)
            plan.append(
                Planned(
                    key=offer.key,
                    margin=round(cautious, 4) if offer.key in low else -1.0,
                    copy_of="" if other == offer.key else other,
                )
            )
        copies = sum(bool(planned.copy_of) for planned in plan)
        desk.tell(f"{len(plan)} offers in order of their cautious margin, {copies} of them copies")
        return {"plan": plan}

    return Agent(
        name="planner",
        purpose="put the offers in the order in which the money goes furthest",
        reads=("offers", "estimates"),
        writes=("plan",),
        work=work,
    )
