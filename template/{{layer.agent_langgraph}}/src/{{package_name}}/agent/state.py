"""What flows through the graph, and what is checkpointed of it."""

from typing import Annotated, Any, TypedDict

from langchain_core.messages import AnyMessage
from langgraph.graph import add_messages


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
