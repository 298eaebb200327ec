"""What goes over the wire."""

from typing import Any, Literal

from pydantic import Base64Bytes, BaseModel, ConfigDict, Field

from ..conversations.told import Told
from ..ports import Call, Event, Spent


class Question(BaseModel):
    """What a person says."""

    model_config = ConfigDict(extra="forbid")

    say: str = Field(min_length=1, max_length=8000, pattern=r"\S")
    attached: list[Base64Bytes] = Field(
        default=[], max_length=4, description="Files in base64, where this assistant takes any."
    )


class Decision(BaseModel):
    """What a person decided. `calls` are the ids that the person saw: others are not decided on."""

    model_config = ConfigDict(extra="forbid")

    approved: bool
    reason: str = Field(default="", max_length=2000)
    calls: list[str] = Field(default=[], max_length=50)


class TurnOut(BaseModel):
    """Where a turn stands. `calls` wait for approval; `answer` is there when it is finished."""

    conversation: str
    stands: Literal["finished", "waiting", "paused"]
    answer: str = ""
    reason: str = ""
    calls: list[Call] = []
    spent: Spent | None = None

    @classmethod
    def of(cls, conversation: str, event: Event) -> "TurnOut":
        """Return the last event of a turn as it goes over the wire."""
        match event.kind:
            case "finished":
                return cls(
                    conversation=conversation,
                    stands="finished",
                    answer=event.answer,
                    reason=event.stopped,
                    spent=event.spent,
                )
            case "waiting":
                return cls(conversation=conversation, stands="waiting", calls=list(event.calls))
            case "paused":
                return cls(conversation=conversation, stands="paused", reason=event.reason)
        raise ValueError(f"a turn does not end {event.kind}")


class Said(BaseModel):
    """A turn that was taken. Without an answer, `calls` wait for approval or `reason` says why;
    one that is `under_way` needs no resuming.
    """

    question: str
    answer: str | None
    asked: float
    calls: list[Call] = []
    reason: str = ""
    under_way: bool = False

    @classmethod
    def of(cls, told: Told) -> "Said":
        """Return a turn as it goes over the wire."""
        turn = told.turn
        return cls(
            question=turn.question,
            answer=turn.answer,
            asked=turn.asked,
            calls=list(told.calls),
            reason=told.reason,
            under_way=told.under_way,
        )


class ConversationOut(BaseModel):
    """A conversation in a list. `changed` is in seconds since 1970."""

    conversation: str
    title: str
    changed: float


class Export(BaseModel):
    """All that is kept of a conversation; the events of a turn are how its answer came about.

    `attached` holds, by name, what came with questions or was made of it, as data addresses.
    """

    conversation: str
    title: str
    summary: str
    attached: dict[str, str]
    turns: list[dict[str, Any]]


class FactOut(BaseModel):
    """What a person asked to have remembered."""

    number: int
    text: str


class ToolOut(BaseModel):
    """A tool, and whether a person is asked before each use."""

    name: str
    description: str
    asks_first: bool
