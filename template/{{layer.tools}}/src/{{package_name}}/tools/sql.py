"""Questions to a SQLite database, and nothing but questions.

The file is opened read-only, and an authorizer allows reading and calling functions only: both
would have to fail before anything is changed.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import monotonic

from pydantic import BaseModel, Field

from .tool import Tool, ToolError, typed

ROWS = 100
SECONDS = 5.0
_STEPS = 10_000
_MAX_CELL = 300
_ALLOWED = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
}
# These reach past the database, or load code into it.
_NO_FUNCTIONS = {"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"}


class QueryDatabase(BaseModel):
    """Ask the database one SQLite SELECT; return the rows as a table. It cannot be changed."""

    query: str = Field(description="One SELECT statement.", max_length=4000)


def database_tool(path: Path) -> Tool:
    """Asking a database as a tool; the model is told its tables."""
    return typed(
        "query_database",
        QueryDatabase,
        lambda asked: table(*query(path, asked.query)),
        about=f"Its tables:\n{tables(path)}",
    )


def tables(path: Path) -> str:
    """Return the statements that made tables and views. Raises ToolError."""
    asked = "SELECT sql FROM sqlite_master WHERE type IN ('table', 'view') AND sql IS NOT NULL"
    return "\n".join(str(row[0]) for row in query(path, asked)[1])


def query(
    path: Path, statement: str, *, seconds: float = SECONDS
) -> tuple[list[str], list[tuple[object, ...]]]:
    """Return the names of the columns and at most 101 rows. Raises ToolError."""
    address = f"{path.resolve().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True)) as database:
            database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 1_000_000)
            database.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
            database.set_authorizer(_authorize)
            database.set_progress_handler(_until(monotonic() + seconds), _STEPS)
            cursor = database.execute(statement)
            names = [column[0] for column in cursor.description or []]
            return names, cursor.fetchmany(ROWS + 1)
    except sqlite3.Error as error:
        reason = str(error)
        if reason == "interrupted":
            reason = f"the query took longer than {seconds:.3g} s"
        elif reason == "not authorized":
            reason = "only SELECT is allowed: the database cannot be changed"
        raise ToolError(f"the query failed: {reason}") from None
    except sqlite3.Warning as error:
        raise ToolError(f"the query failed: {error}") from None


def table(names: list[str], rows: list[tuple[object, ...]]) -> str:
    """Return rows as lines with bars between the cells."""
    lines = [" | ".join(names)]
    lines += [" | ".join(_cell(value) for value in row) for row in rows[:ROWS]]
    if len(rows) > ROWS:
        lines.append(f"[these are the first {ROWS} rows: ask for fewer, or for a count]")
    return "\n".join(lines) if rows else f"{lines[0]}\n[no row]"


def _cell(value: object) -> str:
    text = "" if value is None else f"{value:.10g}" if isinstance(value, float) else str(value)
    return text[:_MAX_CELL].replace("\n", " ")


def _authorize(
    action: int, first: str | None, second: str | None, database: str | None, trigger: str | None
) -> int:
    loads = action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _NO_FUNCTIONS
    return sqlite3.SQLITE_OK if action in _ALLOWED and not loads else sqlite3.SQLITE_DENY


def _until(deadline: float) -> Callable[[], int]:
    return lambda: int(monotonic() > deadline)
