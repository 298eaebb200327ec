"""Pages as they were last seen, for conditional requests, and whose turn it is to be visited."""

from collections.abc import Iterable
from dataclasses import dataclass

from .database import Database


@dataclass(frozen=True)
class Page:
    """A page with what its server calls this state of it.

    `read` says that its offer was decided about: a page that has changed is to be read anew.
    """

    address: str
    html: str
    etag: str
    last_modified: str
    read: bool = False


class Pages:
    """The pages in a database. Times are seconds since 1970."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, address: str) -> Page | None:
        """Return a page as it was last seen, or None."""
        with self._database.transaction() as connection:
            row = connection.execute("SELECT * FROM pages WHERE address = ?", (address,)).fetchone()
        return Page(**{**dict(row), "read": bool(row["read"])}) if row else None

    def put(self, page: Page) -> None:
        """Keep a page in place of what was seen before."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?)",
                (page.address, page.html, page.etag, page.last_modified, page.read),
            )

    def asked_for(self, address: str, now: float) -> None:
        """Keep when a page was last asked for, whatever came of it."""
        with self._database.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO visits VALUES (?, ?)", (address, now))

    def longest_unseen_first(self, addresses: Iterable[str]) -> list[str]:
        """Return addresses in the order in which they are due; those never asked for lead."""
        with self._database.transaction() as connection:
            asked = dict(connection.execute("SELECT address, asked FROM visits").fetchall())
        return sorted(addresses, key=lambda address: asked.get(address, 0.0))

    def leave_alone(self, host: str, until: float) -> None:
        """Keep until when a host is not to be asked for anything."""
        with self._database.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO away VALUES (?, ?)", (host, until))

    def away_until(self, host: str) -> float:
        """Return until when a host is not to be asked; 0 where it never said."""
        with self._database.transaction() as connection:
            row = connection.execute("SELECT until FROM away WHERE host = ?", (host,)).fetchone()
        return float(row["until"]) if row else 0.0
