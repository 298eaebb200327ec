"""Where conversations are kept: one SQLite file, which survives a restart.

Every question to it names an owner, so that nobody finds what is another's.
"""

import sqlite3
import time
import uuid
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from ..ports import RunError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (id TEXT PRIMARY KEY, owner TEXT NOT NULL,
  title TEXT NOT NULL DEFAULT '', changed REAL NOT NULL, summary TEXT NOT NULL DEFAULT '',
  summarised INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS by_owner ON conversations (owner, changed);
CREATE TABLE IF NOT EXISTS turns (
  conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE, number INTEGER NOT NULL,
  run TEXT NOT NULL, question TEXT NOT NULL, answer TEXT, asked REAL NOT NULL,
  PRIMARY KEY (conversation, number));
CREATE TABLE IF NOT EXISTS facts (id INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT NOT NULL,
  text TEXT NOT NULL, UNIQUE (owner, text));
"""
_TITLE = 60


class NoConversation(RunError):
    """There is none of that id that belongs to whoever asks."""


@dataclass(frozen=True)
class Turn:
    """A question and its answer, which is None until there is one. `run` is how it came about.

    Without a run it was refused: no model hears of it, now or later.
    """

    number: int
    run: str
    question: str
    answer: str | None
    asked: float


@dataclass(frozen=True)
class Conversation:
    """What there is of a conversation. `summary` stands for its first `summarised` turns."""

    id: str
    title: str
    changed: float
    summary: str
    summarised: int


class Store:
    """The conversations, and what is remembered of their owners."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = Lock()
        self._database = sqlite3.connect(path, check_same_thread=False, timeout=30)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA foreign_keys = ON")
        # What is deleted is overwritten, and does not linger in the file.
        self._database.execute("PRAGMA secure_delete = ON")
        self._database.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file, as soon as nobody uses it."""
        with self._lock:
            self._database.close()

    def begin(self, owner: str) -> str:
        """Begin a conversation; return its id."""
        conversation = uuid.uuid4().hex
        command = "INSERT INTO conversations (id, owner, changed) VALUES (?, ?, ?)"
        self._do(command, (conversation, owner, time.time()))
        return conversation

    def conversations(self, owner: str) -> list[Conversation]:
        """Return an owner's conversations, the latest first."""
        query = (
            "SELECT id, title, changed, summary, summarised FROM conversations"
            " WHERE owner = ? ORDER BY changed DESC, id"
        )
        return [Conversation(*row) for row in self._do(query, (owner,))]

    def conversation(self, owner: str, conversation: str) -> Conversation:
        """Return a conversation. Raises NoConversation."""
        found = self._do(
            "SELECT id, title, changed, summary, summarised FROM conversations"
            " WHERE id = ? AND owner = ?",
            (conversation, owner),
        )
        if not found:
            raise NoConversation(f"there is no conversation {conversation[:60]}")
        return Conversation(*found[0])

    def turns(self, owner: str, conversation: str) -> list[Turn]:
        """Return the turns of a conversation, the first first. Raises NoConversation."""
        self.conversation(owner, conversation)
        query = (
            "SELECT number, run, question, answer, asked FROM turns WHERE conversation = ?"
            " ORDER BY number"
        )
        return [Turn(*row) for row in self._do(query, (conversation,))]

    def ask(self, owner: str, conversation: str, question: str, refusal: str = "") -> Turn:
        """Add a question that has no answer yet, or a refusal for one. Raises NoConversation."""
        number = len(self.turns(owner, conversation)) + 1
        run = "" if refusal else uuid.uuid4().hex
        turn = Turn(number, run, question, refusal or None, time.time())
        row = (conversation, number, turn.run, question, turn.answer, turn.asked)
        self._do("INSERT INTO turns VALUES (?, ?, ?, ?, ?, ?)", row)
        self._do(
            "UPDATE conversations SET changed = ?, title = iif(title = '', ?, title) WHERE id = ?",
            (turn.asked, " ".join(question.splitlines()[0].split())[:_TITLE], conversation),
        )
        return turn

    def answer(self, run: str, answer: str) -> None:
        """Keep the answer of a turn."""
        self._do("UPDATE turns SET answer = ? WHERE run = ?", (answer, run))

    def summarise(self, conversation: str, summary: str, summarised: int) -> None:
        """Let a summary stand for so many of the first turns."""
        command = "UPDATE conversations SET summary = ?, summarised = ? WHERE id = ?"
        self._do(command, (summary, summarised, conversation))

    def delete(self, owner: str, conversation: str) -> None:
        """Delete a conversation with all its turns. Raises NoConversation."""
        self.conversation(owner, conversation)
        self._do("DELETE FROM conversations WHERE id = ? AND owner = ?", (conversation, owner))

    def remember(self, owner: str, text: str) -> None:
        """Keep a fact about an owner, once."""
        self._do("INSERT OR IGNORE INTO facts (owner, text) VALUES (?, ?)", (owner, text))

    def facts(self, owner: str) -> dict[int, str]:
        """Return what is remembered of an owner, by number, the oldest first."""
        query = "SELECT id, text FROM facts WHERE owner = ? ORDER BY id"
        return dict(self._do(query, (owner,)))

    def forget(self, owner: str, fact: int) -> bool:
        """Delete a fact; return whether there was one."""
        gone = self._do("DELETE FROM facts WHERE id = ? AND owner = ? RETURNING id", (fact, owner))
        return bool(gone)

    def _do(self, statement: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        with self._lock, self._database, closing(self._database.cursor()) as cursor:
            return cursor.execute(statement, values).fetchall()
