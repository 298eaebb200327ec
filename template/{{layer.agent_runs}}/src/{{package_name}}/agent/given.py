"""What a run is given beside its task."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain_core.messages import AnyMessage

from ..tools import Tool


@dataclass(frozen=True)
class Given:
    """What is there for one run, and not for every one.

    `before` was said before the task, `attached` are blocks of content that belong to it, `tools`
    are there for this run alone. With `aloud` words are told as they come. `metadata` goes with
    every request to the model, into its traces.
    """

    before: Sequence[AnyMessage] = ()
    attached: Sequence[dict[str, Any]] = ()
    tools: Mapping[str, Tool] = field(default_factory=dict)
    aloud: bool = False
    metadata: Mapping[str, str] = field(default_factory=dict)
