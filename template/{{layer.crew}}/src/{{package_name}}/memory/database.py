"""One SQLite file for all that is remembered; every change is one transaction."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

_SCHEMA = """
CREATE TABLE IF NOT EXISTS rounds (
    id INTEGER PRIMARY KEY, started TEXT NOT NULL, ended TEXT, result TEXT);
CREATE TABLE IF NOT EXISTS pages (
    address TEXT PRIMARY KEY, html TEXT NOT NULL, etag TEXT NOT NULL, last_modified TEXT NOT NULL,
    read INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS visits (address TEXT PRIMARY KEY, asked REAL NOT NULL);
CREATE TABLE IF NOT EXISTS away (host TEXT PRIMARY KEY, until REAL NOT NULL);
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
    """The file, held open. Threads take turns; other processes may use it as well."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._turn = RLock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise MemoryUnusable(f"{path.parent} cannot be made: {error}") from error
        with self._told():
            self._connection = sqlite3.connect(path, timeout=30, check_same_thread=False)
            self._connection.row_factory = sqlite3.Row
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.executescript(_SCHEMA)

    @contextmanager
    def transaction(self, *, durable: bool = False) -> Iterator[sqlite3.Connection]:
        """Commit at the end; an exception takes all of it back.

        What is committed survives the end of the process; `durable`, also that of the power.
        """
        with self._turn, self._told(), self._connection as connection:
            connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            yield connection

    def close(self) -> None:
        """Let go of the file."""
        with self._turn:
            self._connection.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise MemoryUnusable(f"{self.path} cannot be used: {error}") from error
