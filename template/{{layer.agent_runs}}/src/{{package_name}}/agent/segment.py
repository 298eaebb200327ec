"""One uninterrupted part of a run: from a beginning or a pause to the next one."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..tools import Tool


@dataclass(frozen=True, slots=True)
class Segment:
    """What a part of a run has: its tools, and its time.

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
