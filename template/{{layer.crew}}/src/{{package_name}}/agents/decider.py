"""The decider applies the policy, offer by offer, and keeps within the budget of the day."""

from collections.abc import Callable

from ..crew.agent import Agent, Update
from ..crew.desk import Desk
from ..crew.policy import Policy
from ..crew.state import Decision, Round
from ..offers.offer import contradiction

# What is left of the budget of a round's day, in euros.
Left = Callable[[Round], float]


def decider(policy: Policy, left: Left, categories: frozenset[str]) -> Agent:
    """Return the decider; it asks no language model, so no text can talk it into anything."""

    def work(state: Round, desk: Desk) -> Update:
        offers = {offer.key: offer for offer in state.offers}
        estimates = {estimate.key: estimate for estimate in state.estimates}
        euros, decisions = left(state), list[Decision]()
        for planned in state.plan:
            offer = offers[planned.key]
            doubt = contradiction(offer, categories)
            decision = policy.decide(offer, estimates.get(offer.key), planned, euros, doubt)
            decisions.append(decision)
            if decision.verdict == "buy":
                euros -= offer.euros
                desk.tell(f"buy: {offer.title} for {offer.euros:.0f} €, {decision.reason}")
        desk.tell(f"{len(decisions)} decisions, {euros:.0f} € of the day are left")
        return {"decisions": decisions}

    return Agent(
        name="decider",
        purpose="apply the policy within the budget of the day",
        reads=("offers", "estimates", "plan"),
        writes=("decisions",),
        work=work,
    )
