"""The tools of a run as Pydantic AI offers them to a model."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from pydantic_ai import FunctionToolset
from pydantic_ai import Tool as OfferedTool

from ..tools import Tool


def offered(
    tools: Mapping[str, Tool], call: Callable[..., Awaitable[Any]]
) -> FunctionToolset[object]:
    """Return tools that all do `call`, which gets the context and the arguments of the call."""
    toolset = FunctionToolset[object]()
    for tool in tools.values():
        schema = dict(tool.parameters)
        shown = OfferedTool[object].from_schema(
            call, tool.name, tool.description, schema, takes_ctx=True
        )
        shown.requires_approval = tool.side_effects
        toolset.add_tool(shown)
    return toolset
