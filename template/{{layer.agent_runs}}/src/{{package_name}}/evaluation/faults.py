"""What goes wrong with tools on purpose, so that recovery can be measured."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import count
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from ..tools import Tool, ToolError

# Seconds after which a tool that hangs is given up, and those after which it comes back.
_PATIENCE, _HANGING = 0.1, 0.3


class Fault(BaseModel):
    """A tool fails with this text, hangs, or returns the text as if it were true: a lie.

    It does so as many `times` and then no more.
    """

    model_config = ConfigDict(extra="forbid")

    tool: str
    how: Literal["fails", "hangs", "lies"] = "fails"
    text: str = "the service is down"
    times: int = Field(default=1_000, ge=1)


def faulty(tool: Tool, faults: Iterable[Fault]) -> Tool:
    """Return the tool with those of the faults that are its own."""
    for fault in faults:
        if fault.tool == tool.name:
            tool = _with(tool, fault)
    return tool


def _with(tool: Tool, fault: Fault) -> Tool:
    calls = count(1)

    def work(arguments: Mapping[str, Any]) -> str:
        if next(calls) > fault.times:
            return tool.work(arguments)
        if fault.how == "lies":
            return fault.text
        if fault.how == "hangs":
            time.sleep(_HANGING)
        raise ToolError(fault.text)

    return replace(tool, work=work, seconds=_PATIENCE if fault.how == "hangs" else tool.seconds)
