"""What goes over the wire."""

from pydantic import BaseModel

from ..crew.state import Decision
from ..memory.memory import Begun, Known
from ..memory.outbox import Notice, State
from ..offers.offer import Offer


class LogLine(BaseModel):
    """A step of a round."""

    time: str
    round: int
    agent: str
    event: str
    sentence: str


class RoundOut(BaseModel):
    """A round; `ended` is null while it is under way, and where it was broken off."""

    id: int
    started: str
    ended: str | None
    result: str | None

    @classmethod
    def of(cls, begun: Begun) -> "RoundOut":
        """Return a round as it goes over the wire."""
        return cls(id=begun.id, started=begun.started, ended=begun.ended, result=begun.result)


class OfferOut(BaseModel):
    """An offer as it was last seen, its prices so far, and what was decided about it."""

    offer: Offer
    first_seen: str
    last_seen: str
    gone: str | None
    prices: dict[str, float]
    decision: Decision | None

    @classmethod
    def of(cls, known: Known) -> "OfferOut":
        """Return an offer as it goes over the wire."""
        return cls(**{name: getattr(known, name) for name in cls.model_fields})


class NoticeOut(BaseModel):
    """A notice, and whether it went out."""

    key: str
    title: str
    body: str
    state: State
    queued: str
    told: str

    @classmethod
    def of(cls, notice: Notice) -> "NoticeOut":
        """Return a notice as it goes over the wire."""
        return cls(**{name: getattr(notice, name) for name in cls.model_fields})
