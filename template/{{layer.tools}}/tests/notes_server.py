"""A small MCP server that keeps notes, for the tests: `python notes_server.py`."""

import os

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

NOTES = ["buy ink"]
server = MCPServer("notes")


@server.tool()
def list_notes() -> str:
    """List all notes."""
    return "\n".join(NOTES)


@server.tool()
def add_note(text: str) -> str:
    """Add a note."""
    if not text:
        raise ToolError("a note needs a text")
    NOTES.append(text)
    return f"{len(NOTES)} notes"


@server.tool()
def environment() -> str:
    """Tell which variables the server was given."""
    return " ".join(sorted(os.environ))


@server.tool()
def end() -> None:
    """End at once."""
    os._exit(1)


if __name__ == "__main__":
    server.run()
