"""The store: one SQLite file that is the truth about documents, passages and vectors.

Every ingest is one transaction in write-ahead mode: readers go on seeing the state before it, and
a process that dies at any moment leaves that state in place. What is derived from it for speed
lies in `index.py` and can be thrown away.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Lock

from ..ports import Chunk, Vectors
from .fitted import Arrays
from .snapshot import Snapshot

SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE documents (
    name TEXT PRIMARY KEY, title TEXT NOT NULL, metadata TEXT NOT NULL
);
CREATE TABLE chunks (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL REFERENCES documents (name) DEFERRABLE INITIALLY DEFERRED,
    ordinal INTEGER NOT NULL,
    section TEXT NOT NULL,
    text TEXT NOT NULL,
    vector BLOB NOT NULL
);
CREATE INDEX chunks_by_document ON chunks (document, ordinal);
CREATE TABLE arrays (
    name TEXT PRIMARY KEY, dtype TEXT NOT NULL, shape TEXT NOT NULL, data BLOB NOT NULL
);
"""


class StoreUnusable(RuntimeError):
    """The store is damaged, of another version, or in use; the message says what to do."""


class Store:
    """Opens the store at `path`, and makes it where there is none. Raises StoreUnusable.

    `patience` is for how many seconds to wait for another process that writes.
    """

    def __init__(self, path: Path, *, patience: float = 5.0) -> None:
        self.path = path
        self._patience = patience
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._explained():
            connection = self._connect()
            connection.execute("PRAGMA journal_mode = WAL")
            self._prepare(connection)
        self._connection = connection
        self._asking = Lock()

    def snapshot(self) -> Snapshot:
        """Return a view of the present state that later ingests do not change."""
        with self._explained():
            return Snapshot(self._connect())

    def generation(self) -> str:
        """Return what names the present content: equal content, equal name. Costs microseconds."""
        with self._explained(), self._asking:
            return _meta(self._connection, "generation")

    @contextmanager
    def change(self) -> Iterator["Change"]:
        """Hold the only right to write; all of it counts, or, after an exception, none."""
        with self._explained():
            connection = self._connect()
            connection.execute("BEGIN IMMEDIATE")
        try:
            change = Change(connection)
            yield change
            with self._explained():
                change.finish()
                connection.execute("COMMIT")
        finally:
            connection.close()

    def close(self) -> None:
        """Release the file."""
        self._connection.close()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        connection.execute(f"PRAGMA busy_timeout = {self._patience * 1000:.0f}")
        connection.execute("PRAGMA foreign_keys = ON")
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN IMMEDIATE")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
        if version not in (0, SCHEMA_VERSION):
            raise StoreUnusable(
                f"{self.path} was written by another version: delete it and ingest again"
            )

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise StoreUnusable(f"{self.path} is in use by another ingest") from error
            raise StoreUnusable(f"{self.path} cannot be used: {error}") from error
        except sqlite3.DatabaseError as error:
            raise StoreUnusable(
                f"{self.path} is damaged ({error}): delete it and ingest again"
            ) from error


class Change:
    """What one ingest writes, inside its transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.before = Snapshot(connection)

    def put(self, chunks: Sequence[Chunk], vectors: Vectors, ordinals: Sequence[int]) -> None:
        """Add chunks, or replace those with the same id."""
        self._connection.executemany(
            "INSERT OR REPLACE INTO chunks VALUES (?, ?, ?, ?, ?, ?)",
            (
                (chunk.id, chunk.document, ordinal, chunk.section, chunk.text, vector.tobytes())
                for chunk, ordinal, vector in zip(chunks, ordinals, vectors, strict=True)
            ),
        )

    def reorder(self, ordinals: Mapping[str, int]) -> None:
        """Set where in its document each chunk stands."""
        self._connection.executemany(
            "UPDATE chunks SET ordinal = ?1 WHERE id = ?2 AND ordinal <> ?1",
            ((ordinal, key) for key, ordinal in ordinals.items()),
        )

    def remove(self, ids: Sequence[str]) -> None:
        """Remove chunks."""
        self._connection.executemany("DELETE FROM chunks WHERE id = ?", ((key,) for key in ids))

    def set_documents(self, chunks: Sequence[Chunk]) -> None:
        """Keep exactly the documents of these chunks, with their title and metadata."""
        rows = {
            chunk.document: (
                chunk.document,
                chunk.title,
                json.dumps(dict(chunk.metadata), sort_keys=True),
            )
            for chunk in chunks
        }
        self._connection.execute("DELETE FROM documents")
        self._connection.executemany("INSERT INTO documents VALUES (?, ?, ?)", rows.values())

    def set_embedder(self, name: str, arrays: Arrays, facts: dict[str, str]) -> None:
        """Say what made the vectors, and keep what it needs to make more."""
        self._connection.execute("DELETE FROM arrays")
        self._connection.executemany(
            "INSERT INTO arrays VALUES (?, ?, ?, ?)",
            (
                (key, str(array.dtype), json.dumps(array.shape), array.tobytes())
                for key, array in arrays.items()
            ),
        )
        self._set_meta({"embedder": name, **facts})

    def finish(self) -> None:
        """Name the new content."""
        digest = sha256(_meta(self._connection, "embedder").encode())
        for query in (
            "SELECT json_array(name, title, metadata) FROM documents ORDER BY name",
            "SELECT id FROM chunks ORDER BY id",
        ):
            for (row,) in self._connection.execute(query):
                digest.update(row.encode())
        self._set_meta({"generation": digest.hexdigest()[:16]})

    def _set_meta(self, values: dict[str, str]) -> None:
        self._connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())


def _meta(connection: sqlite3.Connection, key: str) -> str:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else ""
