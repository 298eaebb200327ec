"""An agent: plain data about what it is for and what it may touch, and the function it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .desk import Desk
from .instructions import Instructions
from .state import Inconsistent, Round

Update = Mapping[str, Any]
Work = Callable[[Round, Desk], Update]


@dataclass(frozen=True)
class Agent:
    """One of the crew.

    `reads` and `writes` name fields of the state: what is not read is empty when `work` sees it,
    what is not to be written is refused. `instructions` is what the agent tells a language model;
    most agents ask none. `seconds` is a time limit of its own.
    """

    name: str
    purpose: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    work: Work
    instructions: Instructions | None = None
    seconds: float | None = None

    def view(self, state: Round) -> Round:
        """Return the part of the state that this agent may see."""
        seen = {name: getattr(state, name) for name in self.reads}
        return Round(id=state.id, started=state.started, **seen)

    def checked(self, state: Round, update: Update) -> Round:
        """Return the state after an update. Raises Inconsistent or ValidationError."""
        if foreign := set(update) - set(self.writes):
            raise Inconsistent(f"{self.name} writes {min(foreign)}, which is not its own")
        return Round.model_validate({**dict(state), **update})
