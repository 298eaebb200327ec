"""What a run is given beside its task."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from langchain_core.messages import AnyMessage

from ..tools import Tool
from .attached import Block, referred
from .segment import Segment


@dataclass(frozen=True)
class Given:
    """What is there for one run, and not for every one.

    `before` was said before the task, `attached` are blocks of content that belong to it: they are
    kept elsewhere, and given again to whoever goes on. `tools` are there for this run alone. With
    `aloud` words are told as they come. `suspicious` says whether what a tool gave reads like
    instructions. `metadata` goes with every request to the model, into its traces.
    """

    before: Sequence[AnyMessage] = ()
    attached: Sequence[Block] = ()
    tools: Mapping[str, Tool] = field(default_factory=dict)
    aloud: bool = False
    suspicious: Callable[[str], bool] = lambda text: False
    metadata: Mapping[str, str] = field(default_factory=dict)

    def segment(self, run: str, began: float, tools: Mapping[str, Tool]) -> Segment:
        """Return a part of the run that has these tools and what is given."""
        return Segment(run, began, tools, self.aloud, self.attached, self.suspicious)

    @property
    def references(self) -> list[Block]:
        """What stands for all that is attached."""
        return [referred(block) for block in self.attached]

    @property
    def addresses(self) -> tuple[str, ...]:
        """The digests of all that is attached."""
        return tuple(block["url"] for block in self.references)
