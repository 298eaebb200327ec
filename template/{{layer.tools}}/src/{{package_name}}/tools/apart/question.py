"""One question to a SQLite database, and nothing but a question.

The file is opened read-only, and an authorizer allows reading and calling functions only: both
would have to fail before anything is changed.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from time import monotonic

_STEPS = 10_000
_ALLOWED = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
}
# These reach past the database, or load code into it.
_NO_FUNCTIONS = {"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"}
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 1_000_000,
    # These hold for the statements that made the tables, too.
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 1_000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
}


def work(
    address: str, statement: str, seconds: float, rows: int, cell: int
) -> tuple[list[str], list[list[object]]]:
    """Return the names of the columns and at most `rows` rows, texts cut to `cell` characters.

    Raises ValueError with the reason.
    """
    try:
        with closing(sqlite3.connect(address, uri=True)) as database:
            # What is sorted stays in memory, which is bounded, and fills no disk.
            database.execute("PRAGMA temp_store = MEMORY")
            for limit, most in _LIMITS.items():
                database.setlimit(limit, most)
            database.set_authorizer(_authorize)
            database.set_progress_handler(_until(monotonic() + seconds), _STEPS)
            cursor = database.execute(statement)
            names = [column[0] for column in cursor.description or []]
            return names, [
                [_cut(value, cell) for value in row]
                for row, _ in zip(cursor, range(rows), strict=False)
            ]
    except sqlite3.Error as error:
        reason = str(error)
        if reason == "interrupted":
            reason = f"it took longer than {seconds:.3g} s"
        elif reason == "not authorized":
            reason = "only SELECT is allowed: the database cannot be changed"
        raise ValueError(reason) from None
    except sqlite3.Warning as error:
        raise ValueError(str(error)) from None


def _cut(value: object, cell: int) -> object:
    if isinstance(value, bytes):
        value = str(value[:cell])
    return value[:cell] if isinstance(value, str) else value


def _authorize(
    action: int, first: str | None, second: str | None, database: str | None, trigger: str | None
) -> int:
    loads = action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _NO_FUNCTIONS
    return sqlite3.SQLITE_OK if action in _ALLOWED and not loads else sqlite3.SQLITE_DENY


def _until(deadline: float) -> Callable[[], int]:
    return lambda: int(monotonic() > deadline)
