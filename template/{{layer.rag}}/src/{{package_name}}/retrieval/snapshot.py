"""A view of the store at one moment, which later ingests do not change."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np

from ..ports import Chunk, Vectors
from .fitted import Arrays

_CHUNKS = """
SELECT c.id, c.document, d.title, c.section, c.text, d.metadata
FROM chunks c JOIN documents d ON d.name = c.document
"""
_COLUMNS = {"document": "c.document", "title": "d.title", "section": "c.section"}
# SQLite takes a limited number of parameters in one statement.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document in the store, and how many passages it has there."""

    name: str
    title: str
    metadata: Mapping[str, str]
    chunks: int


class Snapshot:
    """Reads inside one transaction; may be used from several threads."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = Lock()
        if not connection.in_transaction:
            connection.execute("BEGIN")
        # A transaction only begins with its first read.
        self.meta: Mapping[str, str] = dict(connection.execute("SELECT key, value FROM meta"))

    @property
    def generation(self) -> str:
        """Names the content; empty before the first ingest."""
        return self.meta.get("generation", "")

    @property
    def embedder(self) -> str:
        """Name of the embedder that made the vectors; empty before the first ingest."""
        return self.meta.get("embedder", "")

    def ids(self) -> list[str]:
        """Return the ids of all chunks in ascending order: the row order of `vectors`."""
        return [key for (key,) in self._rows("SELECT id FROM chunks ORDER BY id")]

    def vectors(self) -> Vectors:
        """Return the vectors of all chunks, shape (chunks, dimension), in the order of `ids`."""
        blobs = [blob for (blob,) in self._rows("SELECT vector FROM chunks ORDER BY id")]
        flat = np.frombuffer(b"".join(blobs), dtype=np.float32)
        return flat.reshape(len(blobs), -1) if blobs else np.zeros((0, 0), dtype=np.float32)

    def chunks(self) -> list[Chunk]:
        """Return all chunks in the order of `ids`."""
        return [_chunk(row) for row in self._rows(f"{_CHUNKS} ORDER BY c.id")]

    def named(self, ids: Sequence[str]) -> list[Chunk]:
        """Return the chunks with these ids, in the given order; unknown ids are left out."""
        found: dict[str, Chunk] = {}
        for start in range(0, len(ids), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(part))
            rows = self._rows(f"{_CHUNKS} WHERE c.id IN ({marks})", part)
            found |= {row[0]: _chunk(row) for row in rows}
        return [found[key] for key in ids if key in found]

    def matching(self, where: Mapping[str, str]) -> set[str]:
        """Return the ids of the chunks whose fields or metadata equal all the given values."""
        conditions, values = [], []
        for key, value in where.items():
            if key in _COLUMNS:
                conditions.append(f"{_COLUMNS[key]} = ?")
            else:
                conditions.append("d.metadata ->> ? = ?")
                values.append(f'$."{key}"')
            values.append(value)
        tables = "chunks c JOIN documents d ON d.name = c.document"
        query = f"SELECT c.id FROM {tables} WHERE {' AND '.join(conditions) or 'TRUE'}"
        return {key for (key,) in self._rows(query, values)}

    def of_document(self, name: str) -> list[Chunk]:
        """Return the chunks of a document in reading order."""
        query = f"{_CHUNKS} WHERE c.document = ? ORDER BY c.ordinal"
        return [_chunk(row) for row in self._rows(query, [name])]

    def documents(self) -> list[StoredDocument]:
        """Return all documents in order of name."""
        query = """
        SELECT d.name, d.title, d.metadata, count(c.id) FROM documents d
        LEFT JOIN chunks c ON c.document = d.name GROUP BY d.name ORDER BY d.name
        """
        return [
            StoredDocument(name, title, json.loads(metadata), chunks)
            for name, title, metadata, chunks in self._rows(query)
        ]

    def arrays(self) -> Arrays:
        """Return what the fitted embedder learnt; empty where another embedder was used."""
        return {
            name: np.frombuffer(data, dtype=dtype).reshape(json.loads(shape))
            for name, dtype, shape, data in self._rows("SELECT * FROM arrays")
        }

    def close(self) -> None:
        """End the view. Without it, the view ends with its last use."""
        self._connection.close()

    def __del__(self) -> None:
        self._connection.close()

    def _rows(self, query: str, values: Sequence[str] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(query, values).fetchall()


def _chunk(row: Sequence[str]) -> Chunk:
    key, document, title, section, text, metadata = row
    return Chunk(key, document, title, section, text, json.loads(metadata))
