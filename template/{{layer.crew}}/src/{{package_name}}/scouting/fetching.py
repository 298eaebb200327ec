"""Fetches pages politely: robots.txt, a pause for each host, conditional requests, back-off."""

from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from threading import Lock
from time import monotonic, sleep, time
from urllib.parse import urlsplit

import httpx

from ..memory.pages import Page, Pages
from .asking import Answer, ask
from .robots import Robots
from .settings import ScoutSettings
from .unfetched import Away, OutOfTime, Unfetched

_BUSY = (429, 503)
_REDIRECTS = 5
# Who asks to be left alone for longer is asked once a week.
_LONGEST_AWAY = 7 * 24 * 3600.0


@dataclass(frozen=True)
class Fetched:
    """A page as it is now; `changed` says that this state of it was not decided about yet."""

    address: str
    html: str
    changed: bool


class Fetcher:
    """Fetches one page at a time; what it has seen is kept in `pages`, for conditional requests.

    The limits of `client` are to be NOT_KEPT. `pause` is what waits, so that a test need not.
    """

    def __init__(
        self,
        settings: ScoutSettings,
        client: httpx.AsyncClient,
        pages: Pages,
        pause: Callable[[float], None] = sleep,
    ) -> None:
        self._settings, self._client, self._pages = settings, client, pages
        self._pause = pause
        self._until = float("inf")
        self._next: dict[str, float] = {}
        self._turn = Lock()
        self._robots = Robots(settings.user_agent, self._robots_txt)
        self.requests = 0

    def fetch(self, address: str, until: float = float("inf")) -> Fetched:
        """Return a page; one that has not changed comes from memory.

        `until` is the moment of `monotonic` after which it is too late. Raises Unfetched.
        """
        with self._turn:
            self._until = until
            return self._fetch(address)

    def _fetch(self, address: str) -> Fetched:
        seen, place = self._pages.get(address), address
        for _ in range(_REDIRECTS):
            response = self._request(place, self._robots.delay(place), seen)
            target = response.redirect(place)
            if not target:
                break
            place = target
        else:
            raise Unfetched(f"{address} redirects more than {_REDIRECTS} times")
        if response.status == 304 and seen:
            return Fetched(address, seen.html, changed=not seen.read)
        if response.status != 200:
            raise Unfetched(f"{address} answered {response.status}")
        page = Page(
            address,
            response.text,
            response.headers.get("etag", ""),
            response.headers.get("last-modified", ""),
            read=seen is not None and seen.read and seen.html == response.text,
        )
        self._pages.put(page)
        return Fetched(address, page.html, changed=not page.read)

    def _robots_txt(self, address: str) -> tuple[int, str]:
        """Status and text of a robots.txt, which may lie elsewhere on its host."""
        for _ in range(_REDIRECTS):
            response = self._request(address, 0.0, None)
            target = response.redirect(address)
            if not target:
                break
            address = target
        return response.status, response.text

    def _request(self, address: str, asked_delay: float, seen: Page | None) -> Answer:
        """One answer, asked for again while the host is busy and it still may help."""
        host, headers = urlsplit(address).netloc, {"User-Agent": self._settings.user_agent}
        if seen and seen.etag:
            headers["If-None-Match"] = seen.etag
        if seen and seen.last_modified:
            headers["If-Modified-Since"] = seen.last_modified
        if (left := self._pages.away_until(host) - time()) > 0:
            raise Away(f"{host} asks to be left alone for {left:.0f} s more")
        delay = max(self._settings.delay_seconds, asked_delay)
        for attempt in range(1, self._settings.tries + 1):
            self._wait(self._next.get(host, 0.0) - monotonic(), address)
            response = self._once(address, headers)
            self._next[host] = monotonic() + delay
            if response.status not in _BUSY:
                return response
            wait = min(_asked_pause(response, otherwise=delay * 2**attempt), _LONGEST_AWAY)
            if wait > self._settings.longest_wait_seconds:
                break
            self._next[host] = monotonic() + wait
        self._pages.leave_alone(host, time() + wait)
        raise Away(f"{host} is busy ({response.status}): left alone for {wait:.0f} s")

    def _once(self, address: str, headers: dict[str, str]) -> Answer:
        self.requests += 1
        self._pages.asked_for(address, time())
        seconds = min(self._settings.timeout_seconds, self._until - monotonic())
        return ask(self._client, address, headers, self._settings.max_bytes, seconds)

    def _wait(self, seconds: float, address: str) -> None:
        if monotonic() + max(seconds, 0.0) > self._until:
            raise OutOfTime(f"{address} was not fetched: there is no time left for it")
        if seconds > 0:
            self._pause(seconds)


def _asked_pause(response: Answer, *, otherwise: float) -> float:
    """The seconds of `Retry-After`, which may be a date as well."""
    asked = response.headers.get("retry-after", "")
    if asked.isdecimal():
        return float(asked)
    try:
        return max(parsedate_to_datetime(asked).timestamp() - time(), 0.0)
    except (OverflowError, TypeError, ValueError):
        return otherwise
