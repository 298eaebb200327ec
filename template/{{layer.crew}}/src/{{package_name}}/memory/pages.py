"""Pages as they were last seen, for conditional requests."""

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
    """The pages in a database."""

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
