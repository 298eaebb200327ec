"""One SQLite file for all that is remembered; every change is one transaction."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS rounds (
    id INTEGER PRIMARY KEY, started TEXT NOT NULL, ended TEXT, result TEXT);
CREATE TABLE IF NOT EXISTS pages (
    address TEXT PRIMARY KEY, html TEXT NOT NULL, etag TEXT NOT NULL, last_modified TEXT NOT NULL,
    read INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS offers (
    key TEXT PRIMARY KEY, site TEXT NOT NULL, offer TEXT NOT NULL, first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL, gone TEXT);
CREATE TABLE IF NOT EXISTS prices (
    key TEXT NOT NULL, seen TEXT NOT NULL, euros REAL NOT NULL, PRIMARY KEY (key, seen));
CREATE TABLE IF NOT EXISTS decisions (
    key TEXT NOT NULL, round INTEGER NOT NULL, decided TEXT NOT NULL, verdict TEXT NOT NULL,
    euros REAL NOT NULL, decision TEXT NOT NULL, PRIMARY KEY (key, round));
CREATE TABLE IF NOT EXISTS outbox (
    key TEXT PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL, state TEXT NOT NULL,
    queued TEXT NOT NULL, told TEXT NOT NULL DEFAULT '');
"""


class MemoryUnusable(RuntimeError):
    """The file cannot be opened or written; the message says why."""


class Database:
    """The file. A connection lasts for one transaction, so threads and processes may share it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise MemoryUnusable(f"{path.parent} cannot be made: {error}") from error
        with self.transaction() as connection:
            connection.executescript(_SCHEMA)

    @contextmanager
    def transaction(self, *, durable: bool = False) -> Iterator[sqlite3.Connection]:
        """Open the file, and commit at the end; an exception takes all of it back.

        What is committed survives the end of the process; `durable`, also that of the power.
        """
        try:
            with closing(sqlite3.connect(self.path, timeout=30)) as connection, connection:
                connection.row_factory = sqlite3.Row
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
                yield connection
        except sqlite3.DatabaseError as error:
            raise MemoryUnusable(f"{self.path} cannot be used: {error}") from error
