"""Questions to a SQLite database, and nothing but questions: see `apart/question.py`."""

from pathlib import Path

from pydantic import BaseModel, Field

from .apart import apart
from .tool import Tool, ToolError, typed

ROWS = 100
SECONDS = 5.0
_CELL = 300
_STATEMENT = 10_000


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
    return "\n".join(str(row[0]) for row in query(path, asked, cell=_STATEMENT)[1])


def query(
    path: Path, statement: str, *, seconds: float = SECONDS, cell: int = _CELL
) -> tuple[list[str], list[tuple[object, ...]]]:
    """Return the names of the columns and at most 101 rows, texts cut to `cell` characters.

    Raises ToolError.
    """
    asked = {
        "address": f"{path.resolve().as_uri()}?mode=ro",
        "statement": statement,
        "seconds": seconds,
        "rows": ROWS + 1,
        "cell": cell,
    }
    try:
        names, rows = apart("question", asked, seconds=seconds)
    except ToolError as error:
        raise ToolError(f"the query failed: {error}") from None
    return names, [tuple(row) for row in rows]


def table(names: list[str], rows: list[tuple[object, ...]]) -> str:
    """Return rows as lines with bars between the cells."""
    lines = [" | ".join(names)]
    lines += [" | ".join(_cell(value) for value in row) for row in rows[:ROWS]]
    if len(rows) > ROWS:
        lines.append(f"[these are the first {ROWS} rows: ask for fewer, or for a count]")
    return "\n".join(lines) if rows else f"{lines[0]}\n[no row]"


def _cell(value: object) -> str:
    text = "" if value is None else f"{value:.10g}" if isinstance(value, float) else str(value)
    return text.replace("\n", " ")
