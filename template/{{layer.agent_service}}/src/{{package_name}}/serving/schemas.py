"""What goes over the wire."""

from typing import Literal

from pydantic import Base64Bytes, BaseModel, ConfigDict, Field

from ..ports import Call, Event, Spent


class NewRun(BaseModel):
    """A task."""

    model_config = ConfigDict(extra="forbid")

    task: str = Field(min_length=1, max_length=8000, pattern=r"\S")
    attached: list[Base64Bytes] = Field(
        default=[], max_length=4, description="Files in base64, where this agent takes any."
    )


class Decision(BaseModel):
    """What a person decided. `calls` are the ids that the person saw: others are not decided on."""

    model_config = ConfigDict(extra="forbid")

    approved: bool
    reason: str = Field(default="", max_length=2000)
    calls: list[str] = Field(default=[], max_length=50)


class RunOut(BaseModel):
    """Where a run stands. `calls` wait for approval; `answer` is there when it is finished."""

    run: str
    stands: Literal["finished", "waiting", "paused"]
    answer: str = ""
    reason: str = ""
    calls: list[Call] = []
    spent: Spent | None = None

    @classmethod
    def of(cls, event: Event) -> "RunOut":
        """Return the last event of a run as it goes over the wire."""
        match event.kind:
            case "finished":
                return cls(
                    run=event.run,
                    stands="finished",
                    answer=event.answer,
                    reason=event.stopped,
                    spent=event.spent,
                )
            case "waiting":
                return cls(run=event.run, stands="waiting", calls=list(event.calls))
            case "paused":
                return cls(run=event.run, stands="paused", reason=event.reason)
        raise ValueError(f"a run does not end {event.kind}")


class ToolOut(BaseModel):
    """A tool, and whether a person is asked before each use."""

    name: str
    description: str
    asks_first: bool
