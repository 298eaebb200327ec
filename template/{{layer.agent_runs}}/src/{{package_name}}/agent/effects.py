"""Remembers each call with side effects before it is made, so that none is ever made twice."""

import sqlite3
from pathlib import Path
from threading import Lock

from ..tools import Result

UNKNOWN = (
    "this call was under way when the run was interrupted. Whether it took effect is not known: "
    "look before you ask for it again"
)


class Effects:
    """A table beside the checkpoints: a row before the call, its result after it."""

    def __init__(self, path: Path | str) -> None:
        # One connection for all threads, which take turns.
        self._database = sqlite3.connect(path, timeout=30, check_same_thread=False)
        self._lock = Lock()
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS effects "
            "(run TEXT, call TEXT, text TEXT, failed INTEGER, PRIMARY KEY (run, call))"
        )
        self._database.commit()

    def close(self) -> None:
        """Close the file, as soon as nobody uses it."""
        with self._lock:
            self._database.close()

    def begin(self, run: str, call: str) -> Result | None:
        """Return None where the call may be made now, else what came of it."""
        with self._lock, self._database:
            added = self._database.execute(
                "INSERT OR IGNORE INTO effects VALUES (?, ?, NULL, NULL)", (run, call)
            )
            if added.rowcount:
                return None
            asked = "SELECT text, failed FROM effects WHERE run = ? AND call = ?"
            text, failed = self._database.execute(asked, (run, call)).fetchone()
        return Result(UNKNOWN, True) if text is None else Result(text, bool(failed))

    def end(self, run: str, call: str, result: Result) -> None:
        """Keep what came of a call."""
        with self._lock, self._database:
            self._database.execute(
                "UPDATE effects SET text = ?, failed = ? WHERE run = ? AND call = ?",
                (result.text, result.failed, run, call),
            )

    def forget(self, run: str) -> None:
        """Delete what is kept of a run's calls."""
        with self._lock, self._database:
            self._database.execute("DELETE FROM effects WHERE run = ?", (run,))
