"""What a host asks of robots, read once a day.

Source: RFC 9309, which Protego follows. A host without robots.txt (4xx) allows all; one that cannot
say (5xx, silence) allows nothing for now.
"""

from collections.abc import Callable
from time import monotonic
from urllib.parse import urlsplit

from protego import Protego

from .unfetched import Away, Closed, OutOfTime, Unfetched

# Fetches an address and returns status and text. Raises Unfetched.
Get = Callable[[str], tuple[int, str]]
# The rules of a host, or why they are not known.
Rules = Protego | str


# How long rules are kept, and how long it is remembered that a host could not say.
_KEPT_SECONDS, _SILENT_SECONDS = 24 * 3600.0, 600.0


class Robots:
    """The rules of every host, for one user agent. `clock` counts seconds."""

    def __init__(self, user_agent: str, get: Get, clock: Callable[[], float] = monotonic) -> None:
        self._agent, self._get, self._clock = user_agent.partition("/")[0], get, clock
        self._rules: dict[str, tuple[float, Rules]] = {}

    def delay(self, address: str) -> float:
        """Return the seconds between two requests that a host asks for; 0 where it does not.

        Raises Closed where the address may not be fetched, Unfetched where that is not known.
        """
        rules = self._of(address)
        if isinstance(rules, str):
            raise Unfetched(f"{address} is left alone: {rules}")
        if not rules.can_fetch(address, self._agent):
            raise Closed(f"{address} is closed to robots by robots.txt")
        return rules.crawl_delay(self._agent) or 0.0

    def _of(self, address: str) -> Rules:
        parts = urlsplit(address)
        host = f"{parts.scheme}://{parts.netloc}"
        until, rules = self._rules.get(host, (float("-inf"), ""))
        if self._clock() >= until:
            rules = self._read(f"{host}/robots.txt")
            kept = _SILENT_SECONDS if isinstance(rules, str) else _KEPT_SECONDS
            self._rules[host] = (self._clock() + kept, rules)
        return rules

    def _read(self, address: str) -> Rules:
        try:
            status, text = self._get(address)
        except (Away, OutOfTime):
            raise
        except Unfetched as error:
            return f"its robots.txt could not be read: {error}"
        if 200 <= status < 300:
            return Protego.parse(text)
        if 400 <= status < 500:
            return Protego.parse("")
        return f"its robots.txt could not be read: {address} answered {status}"
