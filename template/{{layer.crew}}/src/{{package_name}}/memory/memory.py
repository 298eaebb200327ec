"""What the crew remembers: offers and their prices, decisions, and rounds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..crew.state import Decision
from ..offers.offer import Offer
from .database import Database


@dataclass(frozen=True)
class Known:
    """An offer that was seen before, with the last decision about it.

    `prices` are its prices in euros, by the time when each was first seen.
    """

    offer: Offer
    first_seen: str
    last_seen: str
    gone: str | None
    prices: Mapping[str, float]
    decision: Decision | None


@dataclass(frozen=True)
class Begun:
    """A round that was begun; `ended` is None where it is under way or was broken off."""

    id: int
    started: str
    ended: str | None
    result: str | None


class Memory:
    """Offers, decisions and rounds in a database. Times are ISO 8601, in UTC."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, now: str) -> Begun:
        """Return the round that was broken off, or else a new one."""
        with self._database.transaction() as connection:
            connection.execute("BEGIN IMMEDIATE")
            row = connection.execute("SELECT * FROM rounds WHERE ended IS NULL").fetchone()
            if row is None:
                connection.execute("INSERT INTO rounds (started) VALUES (?)", (now,))
                row = connection.execute("SELECT * FROM rounds WHERE ended IS NULL").fetchone()
        return Begun(**dict(row))

    def end(self, round_id: int, now: str, result: str) -> None:
        """Keep what came of a round."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE rounds SET ended = ?, result = ? WHERE id = ?", (now, result, round_id)
            )

    def rounds(self) -> list[Begun]:
        """Return every round, oldest first."""
        with self._database.transaction() as connection:
            rows = connection.execute("SELECT * FROM rounds ORDER BY id").fetchall()
        return [Begun(**dict(row)) for row in rows]

    def remember(
        self,
        round_id: int,
        now: str,
        offers: Iterable[Offer],
        decisions: Iterable[Decision],
        gone: Iterable[str],
    ) -> None:
        """Keep what a round has seen and decided. Doing so again changes nothing."""
        addresses = dict[str, str]()
        with self._database.transaction() as connection:
            for offer in offers:
                addresses[offer.key] = offer.address
                connection.execute(
                    "INSERT INTO offers VALUES (:key, :site, :offer, :now, :now, NULL) "
                    "ON CONFLICT (key) DO UPDATE SET offer = :offer, last_seen = :now, gone = NULL",
                    {
                        "key": offer.key,
                        "site": offer.site,
                        "offer": offer.model_dump_json(),
                        "now": now,
                    },
                )
                # A line for each change of the price, not for each look at it.
                connection.execute(
                    "INSERT OR IGNORE INTO prices SELECT :key, :now, :euros WHERE :euros IS NOT "
                    "(SELECT euros FROM prices WHERE key = :key ORDER BY seen DESC LIMIT 1)",
                    {"key": offer.key, "now": now, "euros": offer.euros},
                )
            for decision in decisions:
                connection.execute(
                    "INSERT OR REPLACE INTO decisions VALUES (?, ?, ?, ?, ?, ?)",
                    (
                        decision.key,
                        round_id,
                        now,
                        decision.verdict,
                        decision.euros,
                        decision.model_dump_json(),
                    ),
                )
                connection.execute(
                    "UPDATE pages SET read = 1 WHERE address = ?", (addresses.get(decision.key),)
                )
            for key in gone:
                connection.execute(
                    "UPDATE offers SET gone = ? WHERE key = ? AND gone IS NULL", (now, key)
                )

    def known(self) -> dict[str, Known]:
        """Return every offer that was ever seen, by its key."""
        with self._database.transaction() as connection:
            rows = connection.execute(
                "SELECT offers.*, (SELECT decision FROM decisions WHERE decisions.key = offers.key "
                "ORDER BY round DESC LIMIT 1) AS decision FROM offers ORDER BY first_seen, key"
            ).fetchall()
            prices: dict[str, dict[str, float]] = {}
            for price in connection.execute("SELECT * FROM prices ORDER BY key, seen"):
                prices.setdefault(price["key"], {})[price["seen"]] = price["euros"]
        return {
            row["key"]: Known(
                Offer.model_validate_json(row["offer"]),
                row["first_seen"],
                row["last_seen"],
                row["gone"],
                prices[row["key"]],
                Decision.model_validate_json(row["decision"]) if row["decision"] else None,
            )
            for row in rows
        }

    def committed(self, day: str, but_round: int) -> float:
        """Return the euros of what was decided to be bought on a day (ISO), one round left out."""
        with self._database.transaction() as connection:
            (total,) = connection.execute(
                "SELECT COALESCE(SUM(euros), 0) FROM (SELECT MAX(euros) AS euros FROM decisions "
                "WHERE verdict = 'buy' AND substr(decided, 1, 10) = ? AND round <> ? GROUP BY key)",
                (day, but_round),
            ).fetchone()
        return float(total)
