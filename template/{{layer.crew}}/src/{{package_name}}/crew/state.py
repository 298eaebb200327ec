"""What the agents of a round share: a typed state, and which parts of it belong together.

Every value is plain JSON once it is dumped, so a checkpoint can be read without this code.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat

from ..offers.offer import Offer

Verdict = Literal["buy", "review", "pass"]


class Record(BaseModel):
    """A part of the state: what does not fit its schema is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Visit(Record):
    """A page of an offer that was visited; its text lies in memory."""

    site: str
    address: str
    changed: bool


class Estimate(Record):
    """A fair price in euros, between what bounds it probably lies, and who said what.

    `set_aside` names opinions that were so far from the others that they were not counted.
    """

    key: str
    fair: PositiveFloat
    low: PositiveFloat
    high: PositiveFloat
    opinions: dict[str, PositiveFloat]
    set_aside: list[str] = []


class Planned(Record):
    """An offer in the order in which it is decided about; `copy_of` is the same thing elsewhere."""

    key: str
    margin: float
    copy_of: str = ""


class Decision(Record):
    """What is to be done about an offer, and the rule of the policy that led there."""

    key: str
    verdict: Verdict
    rule: str
    reason: str
    euros: PositiveFloat
    fair: PositiveFloat | None = None


class Fault(Record):
    """What went wrong, and with whom."""

    agent: str
    sentence: str


class Spent(Record):
    """What a round has used up: steps, seconds, tokens, and the money of these.

    Of its questions to a language model, some took several `requests`; some answers were usable,
    and some came from a source that was not the first choice.
    """

    steps: int = Field(default=0, ge=0)
    seconds: float = Field(default=0.0, ge=0)
    tokens: int = Field(default=0, ge=0)
    money: float = Field(default=0.0, ge=0)
    questions: int = Field(default=0, ge=0)
    requests: int = Field(default=0, ge=0)
    usable: int = Field(default=0, ge=0)
    fallbacks: int = Field(default=0, ge=0)


class Round(BaseModel):
    """The state of a round. `wanted` are single addresses, in place of all that the sites list.

    `unread` and `unreadable` are sentences about sites and pages that could not be made out.
    """

    model_config = ConfigDict(extra="forbid")

    id: int
    started: str
    wanted: list[str] = []
    visits: list[Visit] = []
    gone: list[str] = []
    unread: list[str] = []
    offers: list[Offer] = []
    unreadable: list[str] = []
    estimates: list[Estimate] = []
    plan: list[Planned] = []
    decisions: list[Decision] = []
    noticed: list[str] = []
    result: str = ""
    # Kept by the graph itself.
    next: str = ""
    done: list[str] = []
    tries: dict[str, int] = {}
    faults: list[Fault] = []
    spent: Spent = Spent()


class Inconsistent(ValueError):
    """An agent has written what cannot be; the message says what."""


def consistent(state: Round) -> None:
    """Check that all parts speak of the same offers, each once. Raises Inconsistent."""
    offered = [offer.key for offer in state.offers]
    for name, keys, within in (
        ("offers", offered, set(offered)),
        ("estimates", [estimate.key for estimate in state.estimates], set(offered)),
        ("plan", [planned.key for planned in state.plan], set(offered)),
        ("decisions", [decision.key for decision in state.decisions], set(offered)),
        ("noticed", state.noticed, {d.key for d in state.decisions if d.verdict == "buy"}),
    ):
        if len(set(keys)) < len(keys):
            raise Inconsistent(f"{name} hold an offer twice")
        if unknown := set(keys) - within:
            raise Inconsistent(f"{name} speak of {min(unknown)}, which nobody has offered")
    prices = {offer.key: offer.euros for offer in state.offers}
    for decision in state.decisions:
        if decision.euros != prices[decision.key]:
            raise Inconsistent(f"the decision about {decision.key} changes its price")
