"""One uninterrupted part of a run: from a beginning or a pause to the next one."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import AnyMessage

from ..tools import Tool
from .attached import Block, whole


@dataclass(frozen=True, slots=True)
class Segment:
    """What a part of a run has: its tools, its time, and what came with its task.

    `began` is when the run would have begun without pauses. With `aloud` the words of the model are
    told as they come.
    """

    run: str
    began: float
    tools: Mapping[str, Tool]
    aloud: bool = False
    attached: Sequence[Block] = ()
    suspicious: Callable[[str], bool] = lambda text: False

    @property
    def definitions(self) -> list[dict[str, Any]]:
        """The tools as a model is told of them."""
        return [tool.definition for tool in self.tools.values()]

    def shown(self, messages: Sequence[AnyMessage]) -> list[AnyMessage]:
        """Return messages as the model gets them."""
        return whole(messages, self.attached)

    def elapsed(self) -> float:
        """Return the seconds that the run has been at work."""
        return time.monotonic() - self.began
