"""Remembers each request to the model before it is made, so that none is left out of the budget.

A request that a kill interrupted, and a call whose answer broke off, may have been paid all the
same: they count with the most that they can have cost. A reply is kept until its checkpoint is
written, so that a run which is killed between the two does not ask again.
"""

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from langchain_core.messages import AIMessage, message_to_dict, messages_from_dict

from ..ports import Spent


@dataclass(frozen=True, slots=True)
class Worst:
    """The most that one call to the model can cost: tokens, and US dollars."""

    read: int
    wrote: int
    cost: float

    def times(self, calls: int, spent: Spent) -> Spent:
        """Return what is spent together with so many calls."""
        added = {
            "input_tokens": spent.input_tokens + calls * self.read,
            "output_tokens": spent.output_tokens + calls * self.wrote,
            "cost": spent.cost + calls * self.cost,
        }
        return spent.model_copy(update=added)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that was answered: its reply, and how many calls that took."""

    reply: AIMessage
    calls: int
    worst: Worst


class Ledger:
    """A table beside the checkpoints: a row for each step that no checkpoint counts yet.

    Where a step costs nothing, as with rules, it may be in memory, and end with the process.
    """

    def __init__(self, path: Path | str) -> None:
        # One connection for all threads, which take turns.
        self._database = sqlite3.connect(path, timeout=30, check_same_thread=False)
        self._lock = Lock()
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS asked (run TEXT, step INTEGER, calls INTEGER, read INTEGER,"
            " wrote INTEGER, cost REAL, seconds REAL, lost INTEGER, reply TEXT,"
            " PRIMARY KEY (run, step))"
        )
        self._database.commit()

    def close(self) -> None:
        """Close the file, as soon as nobody uses it."""
        with self._lock:
            self._database.close()

    def booked(self, run: str, spent: Spent) -> Spent:
        """Return what a run has spent, by its checkpoint and by what was asked since in vain."""
        with self._lock, self._database:
            self._database.execute(
                "DELETE FROM asked WHERE run = ? AND step <= ?", (run, spent.steps)
            )
            self._database.execute(
                "UPDATE asked SET lost = 1 WHERE run = ? AND reply IS NULL", (run,)
            )
            steps, read, wrote, cost, seconds = self._database.execute(
                "SELECT count(*), sum(calls * read), sum(calls * wrote), sum(calls * cost),"
                " max(seconds) FROM asked WHERE run = ? AND lost",
                (run,),
            ).fetchone()
        if not steps:
            return spent
        return Spent(
            steps=spent.steps + steps,
            input_tokens=spent.input_tokens + read,
            output_tokens=spent.output_tokens + wrote,
            cost=spent.cost + cost,
            seconds=max(spent.seconds, seconds),
        )

    def begin(self, run: str, step: int, worst: Worst, seconds: float) -> None:
        """Book a call that is about to be made, `seconds` after the run began."""
        row = (run, step, 1, worst.read, worst.wrote, worst.cost, seconds, 0, None)
        with self._lock, self._database:
            self._database.execute("INSERT INTO asked VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def again(self, run: str, step: int) -> bool:
        """Book another call for the same step; False: the step is lost, nobody waits for it."""
        return self._changed("calls = calls + 1", run, step)

    def failed(self, run: str, step: int, seconds: float) -> None:
        """Count a step that got no reply as lost."""
        self._changed("lost = 1, seconds = ?", run, step, seconds)

    def end(self, run: str, step: int, reply: AIMessage) -> None:
        """Keep a reply until its checkpoint is written."""
        self._changed("reply = ?", run, step, json.dumps(message_to_dict(reply), default=str))

    def answered(self, run: str, step: int) -> Asked | None:
        """Return what was answered in a step; None: it has not been asked for."""
        with self._lock:
            row = self._database.execute(
                "SELECT reply, calls, read, wrote, cost FROM asked"
                " WHERE run = ? AND step = ? AND NOT lost",
                (run, step),
            ).fetchone()
        if row is None:
            return None
        (reply,) = messages_from_dict([json.loads(row[0])])
        assert isinstance(reply, AIMessage)
        return Asked(reply, row[1], Worst(*row[2:]))

    def forget(self, run: str) -> None:
        """Delete what is kept of a run."""
        with self._lock, self._database:
            self._database.execute("DELETE FROM asked WHERE run = ?", (run,))

    def _changed(self, change: str, run: str, step: int, *values: float | str) -> bool:
        asked = f"UPDATE asked SET {change} WHERE run = ? AND step = ? AND NOT lost"
        with self._lock, self._database:
            return self._database.execute(asked, (*values, run, step)).rowcount == 1
