"""Checkpoints: how far a run is, in a row of SQLite that is written as a whole."""

import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from pydantic import BaseModel
from pydantic_ai.messages import ModelMessage, ModelMessagesTypeAdapter

from ..ports import Returned, Spent


class Progress(BaseModel):
    """What is known of a run beside its messages.

    Of the turn that is under way, by the ids of its calls: `refusals` holds why a person refused
    one, or nothing where it is approved, `results` what came of one. `stopped` says why the run
    ends early, `ended` that it is over.
    """

    spent: Spent = Spent()
    refusals: dict[str, str] = {}
    results: dict[str, Returned] = {}
    stopped: str = ""
    ended: bool = False


@dataclass
class Checkpoint:
    """A run between two steps: its messages, and its progress."""

    messages: list[ModelMessage]
    progress: Progress = field(default_factory=Progress)


class Checkpoints:
    """A table with a row for each run."""

    def __init__(self, path: Path) -> None:
        # One connection for all threads, which take turns.
        self._database = sqlite3.connect(path, timeout=30, check_same_thread=False)
        self._lock = Lock()
        # Writing is one append then, and a reader waits for nobody.
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS checkpoints "
            "(run TEXT PRIMARY KEY, messages BLOB, progress BLOB)"
        )
        self._database.commit()

    def close(self) -> None:
        """Close the file, as soon as nobody uses it."""
        with self._lock:
            self._database.close()

    def keep(self, run: str, checkpoint: Checkpoint) -> None:
        """Write down how far a run is: messages and what was decided, in one transaction."""
        messages = ModelMessagesTypeAdapter.dump_json(checkpoint.messages)
        progress = checkpoint.progress.model_dump_json().encode()
        with self._lock, self._database:
            self._database.execute(
                "INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?)", (run, messages, progress)
            )

    def keep_result(self, run: str, checkpoint: Checkpoint) -> None:
        """Write down what came of a call; the messages have not changed since."""
        progress = checkpoint.progress.model_dump_json().encode()
        with self._lock, self._database:
            asked = "UPDATE checkpoints SET progress = ? WHERE run = ?"
            self._database.execute(asked, (progress, run))

    def read(self, run: str) -> Checkpoint | None:
        """Return how far a run is; None: it was killed before that was ever written down."""
        with self._lock:
            asked = "SELECT messages, progress FROM checkpoints WHERE run = ?"
            row = self._database.execute(asked, (run,)).fetchone()
        if row is None:
            return None
        messages = ModelMessagesTypeAdapter.validate_json(row[0])
        return Checkpoint(messages, Progress.model_validate_json(row[1]))

    def forget(self, run: str) -> None:
        """Delete what is kept of a run."""
        with self._lock, self._database:
            self._database.execute("DELETE FROM checkpoints WHERE run = ?", (run,))
