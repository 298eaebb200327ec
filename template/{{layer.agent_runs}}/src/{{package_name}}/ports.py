"""What varies, and what the rest of the code may expect of it.

Nothing here names a library or a provider. `wiring.py` chooses what stands behind the port. Events
are what a caller sees of a run, what the service streams, and what a trace holds, one a line.
"""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True)


class Call(_Event):
    """A tool that is asked for. `asks`: a person approves it first. `fault`: it cannot be made."""

    id: str
    tool: str
    arguments: dict[str, Any]
    asks: bool = False
    fault: str = ""


class Spent(_Event):
    """What a run has used so far. `cost` is in the currency of the prices in the settings.

    What was asked of the model in vain is part of it, with the most that it can have cost.
    """

    steps: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float = 0.0
    seconds: float = 0.0


class Started(_Event):
    """A run began, under this id and with these limits. `attached`: digests of what came along."""

    kind: Literal["started"] = "started"
    run: str
    task: str
    budget: dict[str, Any]
    attached: tuple[str, ...] = ()


class Thought(_Event):
    """The model said something, asks for tools, or both. `spent` includes this step.

    `estimated`: its provider told no tokens that can be true, so these are the most they can be.
    """

    kind: Literal["thought"] = "thought"
    step: int
    text: str
    calls: tuple[Call, ...]
    spent: Spent
    input_tokens: int
    output_tokens: int
    estimated: bool = False


class Said(_Event):
    """Words of the model as they come, where they are wanted so. Its thought has them whole."""

    kind: Literal["said"] = "said"
    step: int
    text: str


class Returned(_Event):
    """A tool came back with a text, or with a sentence on why it failed.

    `suspicious`: the text reads like instructions to the model, which was told so.
    """

    kind: Literal["returned"] = "returned"
    step: int
    call: Call
    text: str
    failed: bool
    seconds: float
    suspicious: bool = False


class Waiting(_Event):
    """A person has to approve these calls before the run goes on."""

    kind: Literal["waiting"] = "waiting"
    run: str
    calls: tuple[Call, ...]


class Decided(_Event):
    """A person approved the calls that the run waited for, or refused them and said why."""

    kind: Literal["decided"] = "decided"
    approved: bool
    reason: str = ""


class Paused(_Event):
    """The run cannot go on just now: `reason` says why. It can be resumed where it is."""

    kind: Literal["paused"] = "paused"
    run: str
    reason: str


class Finished(_Event):
    """The run is over. `stopped` says why it ended before its task was done; empty: it is done."""

    kind: Literal["finished"] = "finished"
    run: str
    answer: str
    stopped: str
    spent: Spent


Event = Annotated[
    Started | Said | Thought | Returned | Waiting | Decided | Paused | Finished,
    Field(discriminator="kind"),
]
EVENTS: TypeAdapter[Event] = TypeAdapter(Event)


class RunError(RuntimeError):
    """A run cannot do what is asked of it, being unknown, under way or over; the text says so."""


class Agent(Protocol):
    """Does a task with tools, in runs that survive being killed.

    Each method yields events as they happen, the last being Waiting, Paused or Finished. Whoever
    stops listening leaves a run that can be resumed.
    """

    def run(self, task: str, run: str = "") -> Iterator[Event]:
        """Begin a run, or go on with it where there is one of that id. The first event says the id.

        Without an id it gets a new one.
        """

    def decide(
        self, run: str, *, approved: bool, reason: str = "", calls: Sequence[str] = ()
    ) -> Iterator[Event]:
        """Approve or refuse what a run waits for, and go on. Raises RunError.

        `calls` are the ids that the person saw: where the run waits for others, nothing is done.
        """

    def resume(self, run: str) -> Iterator[Event]:
        """Go on with a run where it was, without doing anything twice. Raises RunError."""
