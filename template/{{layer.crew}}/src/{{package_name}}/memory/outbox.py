"""Notices on their way out: each offer gets one at most, whatever is killed in between.

A notice is `queued`, then marked `sending`, handed over, and marked `sent`. Who is killed in
between leaves `sending`: whether it arrived cannot be known, so it is not sent again by itself;
a person sees it as unsure and may.
"""

from dataclasses import dataclass
from typing import Literal

from .database import Database

State = Literal["queued", "sending", "sent", "failed"]


@dataclass(frozen=True)
class Notice:
    """A message about one offer. `told` is what went wrong with it, if anything."""

    key: str
    title: str
    body: str
    state: State = "queued"
    queued: str = ""
    told: str = ""


class Outbox:
    """The notices in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, notice: Notice, now: str) -> bool:
        """Queue a notice; False where there has been one about that offer."""
        with self._database.transaction(durable=True) as connection:
            changed = connection.execute(
                "INSERT OR IGNORE INTO outbox (key, title, body, state, queued) "
                "VALUES (?, ?, ?, 'queued', ?)",
                (notice.key, notice.title, notice.body, now),
            )
        return changed.rowcount == 1

    def claim(self, key: str) -> bool:
        """Mark a queued or failed notice as being sent; False where another has done so."""
        return self._move(key, "sending", ("queued", "failed"))

    def settle(self, key: str, fault: str = "") -> None:
        """Mark a notice that was being sent as sent, or as failed and to be tried again."""
        self._move(key, "failed" if fault else "sent", ("sending",), fault)

    def resend(self, key: str) -> bool:
        """Queue once more a notice of which a person knows that it did not arrive."""
        return self._move(key, "queued", ("sending", "failed"))

    def all(self, *states: State) -> list[Notice]:
        """Return the notices in some states, or all, in the order in which they were queued."""
        with self._database.transaction() as connection:
            rows = connection.execute("SELECT * FROM outbox ORDER BY queued, key").fetchall()
        return [Notice(**dict(row)) for row in rows if not states or row["state"] in states]

    def _move(self, key: str, to: State, of: tuple[State, ...], told: str = "") -> bool:
        marks = ", ".join("?" * len(of))
        with self._database.transaction(durable=True) as connection:
            changed = connection.execute(
                f"UPDATE outbox SET state = ?, told = ? WHERE key = ? AND state IN ({marks})",
                (to, told, key, *of),
            )
        return changed.rowcount == 1
