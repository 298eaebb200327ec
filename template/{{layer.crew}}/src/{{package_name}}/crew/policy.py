"""What may be bought is data: `policy.toml`. No text of an offer is looked at here."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from ..offers.offer import Offer, Provenance
from ..rules import load_rules
from .state import Decision, Estimate, Inconsistent, Planned, Round, Verdict

Needed = Literal["category", "brand", "condition", "year"]
Share = Annotated[float, Field(ge=0, le=1)]


class Policy(BaseModel):
    """The rules, in euros and in shares of the fair price."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    minimum_margin: Share
    minimum_cautious_margin: float
    maximum_price: float = Field(gt=0)
    budget_of_the_day: float = Field(ge=0)
    most_uncertain: float = Field(gt=0)
    too_good: Share
    trusted: frozenset[Provenance]
    needed: frozenset[Needed]

    def decide(
        self, offer: Offer, estimate: Estimate | None, planned: Planned, left: float, doubt: str
    ) -> Decision:
        """Decide about an offer, with `left` euros to spend; `doubt` contradicts the offer.

        The rules are tried in this order, and the first that applies decides.
        """

        def verdict(verdict: Verdict, rule: str, reason: str) -> Decision:
            fair = estimate.fair if estimate else None
            return Decision(
                key=offer.key,
                verdict=verdict,
                rule=rule,
                reason=reason,
                euros=offer.euros,
                fair=fair,
            )

        if not offer.available:
            return verdict("pass", "available", "is sold or expired")
        if planned.copy_of:
            return verdict("pass", "copy", f"is the same thing as {planned.copy_of}")
        if estimate is None:
            return verdict("review", "estimate", "has no estimate of a fair price")
        margin, cautious = _margin(estimate.fair, offer), _margin(estimate.low, offer)
        uncertain = (estimate.high - estimate.low) / (2 * estimate.fair)
        if offer.euros < self.too_good * estimate.fair:
            share = offer.euros / estimate.fair
            return verdict(
                "pass", "too good", f"costs {share:.0%} of the fair price: likely a scam"
            )
        if margin < self.minimum_margin:
            return verdict(
                "pass", "margin", f"margin {margin:.0%}, wanted {self.minimum_margin:.0%}"
            )
        if offer.euros > self.maximum_price:
            return verdict("pass", "price", f"costs more than {self.maximum_price:.0f} €")
        if doubt:
            return verdict("review", "contradiction", doubt)
        if unknown := sorted(name for name in self.needed if not getattr(offer, name)):
            return verdict(
                "review", "unknown", f"margin {margin:.0%}, if its {unknown[0]} is usual"
            )
        source = offer.provenance.get("price")
        if source not in self.trusted:
            return verdict("review", "provenance", f"its price was read by {source or 'nobody'}")
        if uncertain > self.most_uncertain or cautious < self.minimum_cautious_margin:
            sentence = f"margin {margin:.0%}, but the fair price is known to ±{uncertain:.0%} only"
            return verdict("review", "uncertain", sentence)
        if offer.euros > left:
            return verdict("review", "budget", f"margin {margin:.0%}, but {left:.0f} € are left")
        return verdict("buy", "margin", f"margin {margin:.0%}, at least {cautious:.0%}")


def audit(state: Round, policy: Policy, left: float) -> None:
    """Check that what is to be bought follows from the policy alone. Raises Inconsistent."""
    offers = {offer.key: offer for offer in state.offers}
    estimates = {estimate.key: estimate for estimate in state.estimates}
    copies = {planned.key for planned in state.plan if planned.copy_of}
    for decision in state.decisions:
        if decision.verdict != "buy":
            continue
        offer, estimate = offers[decision.key], estimates.get(decision.key)
        alone = Planned(key=offer.key, margin=0, copy_of="another" if offer.key in copies else "")
        if policy.decide(offer, estimate, alone, left, "").verdict != "buy":
            raise Inconsistent(f"{decision.key} would be bought against the policy")
        left -= offer.euros


def _margin(fair: float, offer: Offer) -> float:
    return (fair - offer.euros) / fair


def load_policy(path: Path) -> Policy:
    """Read a policy. Raises Faulty."""
    return load_rules(path, Policy)
