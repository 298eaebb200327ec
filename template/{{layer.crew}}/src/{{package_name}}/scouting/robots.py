"""What a host asks of robots, read once a day.

Source: RFC 9309. A host without robots.txt (4xx) allows all; one that cannot say (5xx, silence)
allows nothing for now.
"""

from collections.abc import Callable
from time import monotonic
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

# Fetches an address and returns status and text.
Get = Callable[[str], tuple[int, str]]


# How long rules are kept, and how long it is remembered that a host could not say.
_KEPT_SECONDS, _SILENT_SECONDS = 24 * 3600.0, 600.0


class Robots:
    """The rules of every host, for one user agent. `clock` counts seconds."""

    def __init__(self, user_agent: str, get: Get, clock: Callable[[], float] = monotonic) -> None:
        self._agent, self._get, self._clock = user_agent.partition("/")[0], get, clock
        self._rules: dict[str, tuple[float, RobotFileParser]] = {}

    def allow(self, address: str) -> bool:
        """Whether an address may be fetched."""
        return self._of(address).can_fetch(self._agent, address)

    def delay(self, address: str) -> float:
        """The seconds between two requests that the host asks for; 0 where it does not."""
        return float(self._of(address).crawl_delay(self._agent) or 0)

    def _of(self, address: str) -> RobotFileParser:
        parts = urlsplit(address)
        host = f"{parts.scheme}://{parts.netloc}"
        until, rules = self._rules.get(host, (float("-inf"), RobotFileParser()))
        if self._clock() >= until:
            kept, rules = self._read(f"{host}/robots.txt")
            self._rules[host] = (self._clock() + kept, rules)
        return rules

    def _read(self, address: str) -> tuple[float, RobotFileParser]:
        rules = RobotFileParser()
        status, text = self._get(address)
        if 200 <= status < 300:
            rules.parse(text.splitlines())
        elif 400 <= status < 500 and status != 429:
            rules.parse([])
        else:
            rules.parse(["User-agent: *", "Disallow: /"])
            return _SILENT_SECONDS, rules
        return _KEPT_SECONDS, rules
