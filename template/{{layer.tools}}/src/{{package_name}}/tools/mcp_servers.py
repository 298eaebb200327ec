"""Tools of MCP servers: programs that speak the Model Context Protocol over their standard streams.

They are named in a file of the form that other clients read as well:

    {"mcpServers": {"notes": {"command": "python", "args": ["notes.py"], "readOnly": ["find"]}}}

A server says of itself which tools only read, which nobody checks. So before each of them a person
is asked, except for those listed under `readOnly`, for which whoever wrote the file vouches.
One that has ended is started again by the next call, which says so where it cannot be.
"""

import json
import math
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import (
    AbstractContextManager,
    ExitStack,
    asynccontextmanager,
    contextmanager,
    suppress,
)
from pathlib import Path
from threading import Lock
from typing import Any, cast

import anyio
from anyio.from_thread import BlockingPortal, start_blocking_portal
from anyio.streams.memory import MemoryObjectReceiveStream
from mcp import MCPError
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.types import TextContent
from mcp.types import Tool as Offered
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .schemas import described
from .tool import FaultyTools, Tool, ToolError

SECONDS = 20.0
START_SECONDS = 15.0
_FAULTS = (OSError, MCPError, ExceptionGroup, ValueError, RuntimeError)


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
            running = _Running(server, portal)
            stack.callback(running.close)
            try:
                offered = running.start()
            except _FAULTS as error:
                reason = _reason(error)
                raise FaultyTools(f"{path}: the server {name} does not start: {reason}") from None
            tools += [_tool(path, name, server, one, running) for one in offered]
        yield tools


def _tool(path: Path, name: str, server: Server, one: Offered, running: "_Running") -> Tool:
    try:
        return described(
            f"{name}_{one.name}",
            one.description or one.name,
            one.input_schema,
            _caller(running, name, one.name),
            side_effects=one.name not in server.read_only,
        )
    except FaultyTools as error:
        raise FaultyTools(f"{path}: the tool {one.name} of the server {name}: {error}") from None


def _caller(running: "_Running", server: str, name: str) -> Callable[[Mapping[str, Any]], str]:
    def work(arguments: Mapping[str, Any]) -> str:
        try:
            client = running.client()
        except _FAULTS as error:
            reason = _reason(error)
            raise ToolError(f"the server {server} has ended and does not start: {reason}") from None
        try:
            result = running.portal.call(client.call_tool, name, dict(arguments))
        except _FAULTS as error:
            raise ToolError(f"the server {server} did not answer: {_reason(error)}") from None
        texts = [part.text for part in result.content if isinstance(part, TextContent)]
        if not texts and result.structured_content is not None:
            texts = [json.dumps(result.structured_content)]
        text = "\n".join(texts) or "[no text]"
        if result.is_error:
            raise ToolError(text)
        return text

    return work


class _Running:
    """One server, started as often as it ends."""

    def __init__(self, server: Server, portal: BlockingPortal) -> None:
        self.portal = portal
        self._parameters = StdioServerParameters(
            command=server.command, args=server.args, env=server.env
        )
        self._turn = Lock()
        self._closed = False
        self._held: AbstractContextManager[tuple[Client, list[Offered]]] | None = None
        self._client: Client | None = None
        self._heard: MemoryObjectReceiveStream[Any] | None = None

    def start(self) -> list[Offered]:
        """Start the server; return what it offers. Raises one of _FAULTS."""
        held = self.portal.wrap_async_context_manager(self._run())
        self._client, offered = held.__enter__()
        self._held = held
        return offered

    def client(self) -> Client:
        """Return the client of a server that runs. Raises one of _FAULTS."""
        with self._turn:
            if self._closed:
                raise RuntimeError("its time is over")
            # Nobody is left that could send what is heard of it.
            if self._heard is None or not self._heard.statistics().open_send_streams:
                self._stop()
                self.start()
            assert self._client
            return self._client

    def close(self) -> None:
        """End the server for good; one that a given-up call is just starting ends afterwards."""
        with self._turn:
            self._closed = True
            self._stop()

    def _stop(self) -> None:
        held, self._held, self._heard = self._held, None, None
        with suppress(*_FAULTS):
            if held:
                held.__exit__(None, None, None)

    @asynccontextmanager
    async def _run(self) -> AsyncIterator[tuple[Client, list[Offered]]]:
        with anyio.fail_after(START_SECONDS) as start:
            async with Client(self._streams(), read_timeout_seconds=SECONDS) as client:
                offered = (await client.list_tools()).tools
                start.deadline = math.inf
                yield client, offered

    @asynccontextmanager
    async def _streams(self) -> AsyncIterator[Any]:
        async with stdio_client(self._parameters) as (heard, said):
            self._heard = cast(MemoryObjectReceiveStream[Any], heard)
            yield heard, said


def _reason(error: BaseException) -> str:
    """What one error says; of several at once, the first."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, TimeoutError):
        return f"it said nothing within {START_SECONDS:.3g} s"
    return str(error) or type(error).__name__
