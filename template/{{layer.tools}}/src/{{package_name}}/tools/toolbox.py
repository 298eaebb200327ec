"""Every tool that the settings name, opened and closed together."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager

import httpx

from .addresses import Guard, GuardedTransport
from .calculator import calculator
from .documents import Library, reference
from .exchange import plain_client
from .files import file_tools
from .openapi import api_tools
from .python import python_tool
from .sample_database import build
from .sandbox import Limits
from .search import document_search, web_search
from .settings import ToolSettings
from .sql import database_tool
from .tool import FaultyTools, Tool
from .web import page_fetcher, web_client


@contextmanager
def open_tools(
    settings: ToolSettings, guard: Guard | None = None, more: Iterable[Tool] = ()
) -> Iterator[list[Tool]]:
    """Give the tools; what they hold open is closed with the block.

    `guard` decides which pages may be fetched, `more` are tools besides those of here.
    Raises FaultyTools, and ToolError where the database cannot be read.
    """
    folder = settings.documents
    limits = Limits(settings.python_seconds, settings.python_memory_mb * 1_000_000)
    with ExitStack() as stack:
        pages = stack.enter_context(web_client(GuardedTransport(guard or Guard())))
        tools = [
            calculator(),
            document_search(Library.of_folder(folder) if folder else reference()),
            database_tool(settings.database or build(settings.samples / "standard-library.sqlite")),
            python_tool(limits),
            *file_tools(settings.files),
            page_fetcher(pages),
            *more,
        ]
        if settings.search:
            key = settings.search_key
            headers = {settings.search_key_header: key.get_secret_value()} if key else {}
            # An operator wrote this address down, so it may be that of a server in the house.
            way = httpx.HTTPTransport(proxy=settings.search_proxy or None)
            provider = stack.enter_context(plain_client(way, headers=headers))
            tools.append(web_search(provider, settings.search, key))
        if settings.api:
            transport = GuardedTransport(Guard(allowed=settings.allowed))
            stack.callback(transport.close)
            tools += api_tools(
                settings.api, transport, base=settings.api_base, key=settings.api_key
            )
        if settings.mcp:
            # Importing the protocol takes half a second, and few need it.
            from .mcp_servers import mcp_tools

            tools += stack.enter_context(mcp_tools(settings.mcp))
        yield _chosen(tools, settings)


def _chosen(tools: list[Tool], settings: ToolSettings) -> list[Tool]:
    """The tools that are not off, a person being asked before those that the settings name."""
    names = Counter(tool.name for tool in tools)
    unknown = sorted({*settings.off, *settings.ask_before} - set(names))
    if unknown:
        known = ", ".join(sorted(names))
        raise FaultyTools(f"the settings name the tool {unknown[0]}; there are only {known}")
    twice = [name for name, count in names.items() if count > 1]
    if twice:
        raise FaultyTools(f"two tools have the name {twice[0]}: take one of them out")
    return [
        tool.asking() if tool.name in settings.ask_before else tool
        for tool in tools
        if tool.name not in settings.off
    ]
