"""What flows through the graph, and what is checkpointed of it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypedDict

from langchain_core.messages import AnyMessage
from langgraph.graph import add_messages

from ..tools import Tool


@dataclass(frozen=True, slots=True)
class Segment:
    """One uninterrupted part of a run, and the tools that it has.

    `began` is when the run would have begun without pauses. With `aloud` the words of the model are
    told as they come.
    """

    run: str
    began: float
    tools: Mapping[str, Tool]
    aloud: bool = False

    @property
    def definitions(self) -> list[dict[str, Any]]:
        """The tools as a model is told of them."""
        return [tool.definition for tool in self.tools.values()]

    def elapsed(self) -> float:
        """Return the seconds that the run has been at work."""
        return time.monotonic() - self.began


class State(TypedDict, total=False):
    """What is checkpointed. `refusals` holds why a person refused a call, or nothing, by its id.

    `stopped` says why the run ends early, `ended` that it is over.
    """

    messages: Annotated[list[AnyMessage], add_messages]
    spent: dict[str, Any]
    refusals: dict[str, str]
    stopped: str
    ended: bool


class Action(TypedDict):
    """One call of a turn. `refusal` says why it is not made, if it is not."""

    call: dict[str, Any]
    step: int
    refusal: str
