"""Tools of MCP servers: programs that speak the Model Context Protocol over their standard streams.

They are named in a file of the form that other clients read as well:

    {"mcpServers": {"notes": {"command": "python", "args": ["notes.py"], "readOnly": ["find"]}}}

A server says of itself which tools only read, which nobody checks. So before each of them a person
is asked, except for those listed under `readOnly`, for which whoever wrote the file vouches.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp import MCPError
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters
from mcp.types import TextContent
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .tool import FaultyTools, Tool, ToolError, described

SECONDS = 20.0


class Server(BaseModel):
    """How a server is started. Of this process's environment it gets PATH, HOME and the like."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    command: str
    args: list[str] = []
    env: dict[str, str] = {}
    read_only: list[str] = Field(default=[], alias="readOnly")


class Servers(BaseModel):
    """The file."""

    servers: dict[str, Server] = Field(alias="mcpServers")


@contextmanager
def mcp_tools(path: Path) -> Iterator[list[Tool]]:
    """Start the servers of a file and give their tools; the servers end with the block.

    Raises FaultyTools.
    """
    try:
        named = Servers.model_validate_json(path.read_text(encoding="utf-8")).servers
    except (OSError, ValidationError) as error:
        raise FaultyTools(f"{path} cannot be used: {error}") from None
    with ExitStack() as stack:
        portal = stack.enter_context(start_blocking_portal())
        tools: list[Tool] = []
        for name, server in named.items():
            parameters = StdioServerParameters(
                command=server.command, args=server.args, env=server.env
            )
            client = Client(parameters, read_timeout_seconds=SECONDS)
            try:
                stack.enter_context(portal.wrap_async_context_manager(client))
                listed = portal.call(client.list_tools).tools
            except (OSError, MCPError, ExceptionGroup) as error:
                raise FaultyTools(f"{path}: the server {name} does not start: {error}") from None
            tools += [
                described(
                    f"{name}_{tool.name}",
                    tool.description or tool.name,
                    tool.input_schema,
                    _caller(portal, client, tool.name),
                    side_effects=tool.name not in server.read_only,
                )
                for tool in listed
            ]
        yield tools


def _caller(
    portal: BlockingPortal, client: Client, name: str
) -> Callable[[Mapping[str, Any]], str]:
    def work(arguments: Mapping[str, Any]) -> str:
        try:
            result = portal.call(client.call_tool, name, dict(arguments))
        except (MCPError, OSError) as error:
            raise ToolError(f"the server of {name} did not answer: {error}") from None
        texts = [part.text for part in result.content if isinstance(part, TextContent)]
        if not texts and result.structured_content is not None:
            texts = [json.dumps(result.structured_content)]
        text = "\n".join(texts) or "[no text]"
        if result.is_error:
            raise ToolError(text)
        return text

    return work
