"""What a host asks of robots, read once for each visit.

Source: RFC 9309. A host without robots.txt (4xx) allows all; one that cannot say (5xx, silence)
allows nothing for now.
"""

from collections.abc import Callable
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

# Fetches an address and returns status and text.
Get = Callable[[str], tuple[int, str]]


class Robots:
    """The rules of every host, for one user agent."""

    def __init__(self, user_agent: str, get: Get) -> None:
        self._agent, self._get = user_agent.partition("/")[0], get
        self._rules: dict[str, RobotFileParser] = {}

    def allow(self, address: str) -> bool:
        """Whether an address may be fetched."""
        return self._of(address).can_fetch(self._agent, address)

    def delay(self, address: str) -> float:
        """The seconds between two requests that the host asks for; 0 where it does not."""
        return float(self._of(address).crawl_delay(self._agent) or 0)

    def _of(self, address: str) -> RobotFileParser:
        parts = urlsplit(address)
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._rules:
            self._rules[host] = self._read(f"{host}/robots.txt")
        return self._rules[host]

    def _read(self, address: str) -> RobotFileParser:
        rules = RobotFileParser()
        status, text = self._get(address)
        if 200 <= status < 300:
            rules.parse(text.splitlines())
        elif 400 <= status < 500 and status != 429:
            rules.parse([])
        else:
            rules.parse(["User-agent: *", "Disallow: /"])
        return rules
