"""Every answered row, and the true value once somebody knows it, in one SQLite file.

Bounded: when more than `most` rows lie in it, the oldest without feedback are removed. The write
is journalled (WAL), so a crash loses at most the rows of the last moment and never the file.
"""

import json
import sqlite3
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from ..errors import UserError

TABLE = """
CREATE TABLE IF NOT EXISTS predictions (
    id TEXT PRIMARY KEY, at TEXT NOT NULL, version INTEGER NOT NULL,
    row TEXT NOT NULL, answer TEXT NOT NULL, truth TEXT, truth_at TEXT
)
"""
SWEEP_EVERY = 500


@dataclass(frozen=True)
class Logged:
    """One logged prediction; `truth` is None until feedback arrives."""

    id: str
    at: str
    version: int
    row: dict[str, Any]
    answer: dict[str, Any]
    truth: str | None


class PredictionLog:
    """Appends predictions and joins feedback to them by id. Safe to use from several threads."""

    def __init__(self, path: Path, *, most: int = 100_000) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.most = most
        self.lock = Lock()
        self.written = 0
        try:
            self.connection = sqlite3.connect(path, check_same_thread=False)
            self.connection.execute("PRAGMA journal_mode=WAL")
            self.connection.execute("PRAGMA synchronous=NORMAL")
            with self.changes() as connection:
                connection.execute(TABLE)
        except sqlite3.Error as error:
            raise UserError(f"{path} cannot be used: {error}") from error

    @contextmanager
    def changes(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it or nothing."""
        with self.lock, self.connection:
            yield self.connection

    def append(
        self,
        version: int,
        rows: Sequence[Mapping[str, object]],
        answers: Sequence[Mapping[str, Any]],
    ) -> list[str]:
        """Log answered rows; return an id for each."""
        ids = [uuid.uuid4().hex for _ in rows]
        now = datetime.now(UTC).isoformat(timespec="seconds")
        entries = [
            (name, now, version, json.dumps(row, default=str), json.dumps(answer))
            for name, row, answer in zip(ids, rows, answers, strict=True)
        ]
        with self.changes() as connection:
            connection.executemany(
                "INSERT INTO predictions (id, at, version, row, answer) VALUES (?, ?, ?, ?, ?)",
                entries,
            )
        self.written += len(entries)
        if self.written >= SWEEP_EVERY:
            self.written = 0
            self.sweep()
        return ids

    def sweep(self) -> None:
        """Remove the oldest rows without feedback beyond the bound."""
        with self.changes() as connection:
            (count,) = connection.execute("SELECT count(*) FROM predictions").fetchone()
            connection.execute(
                "DELETE FROM predictions WHERE rowid IN (SELECT rowid FROM predictions "
                "WHERE truth IS NULL ORDER BY rowid LIMIT ?)",
                (max(0, count - self.most),),
            )

    def feedback(self, name: str, truth: object) -> bool:
        """Join the true value to a prediction; False if there is no prediction of that id."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self.changes() as connection:
            done = connection.execute(
                "UPDATE predictions SET truth = ?, truth_at = ? WHERE id = ?",
                (str(truth), now, name),
            )
        return done.rowcount == 1

    def read(self, *, version: int | None = None, labelled: bool = False) -> list[Logged]:
        """Logged predictions, the oldest first, of one version or with feedback only."""
        query = "SELECT id, at, version, row, answer, truth FROM predictions WHERE 1"
        query += " AND truth IS NOT NULL" if labelled else ""
        query += " AND version = :version" if version is not None else ""
        with self.lock:
            found = self.connection.execute(
                query + " ORDER BY rowid", {"version": version}
            ).fetchall()
        return [
            Logged(name, at, number, json.loads(row), json.loads(answer), truth)
            for name, at, number, row, answer, truth in found
        ]

    def close(self) -> None:
        """Close the file."""
        self.connection.close()
