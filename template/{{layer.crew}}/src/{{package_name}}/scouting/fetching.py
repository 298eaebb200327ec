"""Fetches pages politely: robots.txt, a pause for each host, conditional requests, back-off."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from threading import Lock
from time import monotonic, sleep, time
from urllib.parse import urljoin, urlsplit

import httpx

from ..memory.pages import Page, Pages
from .robots import Robots
from .settings import ScoutSettings

_BUSY = (429, 503)
_MOVED = (301, 302, 303, 307, 308)
_REDIRECTS = 5
_SILENT = 599


class Unfetched(RuntimeError):
    """A page could not be had, or may not be; the message says why."""


class Closed(Unfetched):
    """Robots are asked not to fetch a page."""


class OutOfTime(Unfetched):
    """The round has no seconds left for another request."""


@dataclass(frozen=True)
class Fetched:
    """A page as it is now; `changed` says that this state of it was not decided about yet."""

    address: str
    html: str
    changed: bool


@dataclass(frozen=True)
class Answer:
    """What a host said to one request."""

    status: int
    headers: Mapping[str, str]
    text: str

    def redirect(self, address: str) -> str:
        """Return where the host sends whoever asks for `address`; empty where it does not.

        Raises Unfetched where that is another host.
        """
        moved = self.status in _MOVED and self.headers.get("location", "")
        target = urljoin(address, moved) if moved else ""
        if target and urlsplit(target).netloc != urlsplit(address).netloc:
            raise Unfetched(f"{address} leads away to {urlsplit(target).netloc}")
        return target


class Fetcher:
    """Fetches one page at a time; what it has seen is kept in `pages`, for conditional requests.

    `pause` is what waits, so that a test need not.
    """

    def __init__(
        self,
        settings: ScoutSettings,
        client: httpx.Client,
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
            if not self._robots.allow(place):
                raise Closed(f"{place} is closed to robots by robots.txt")
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
        """Status and text of a robots.txt, which may lie elsewhere; silence counts as an error."""
        try:
            for _ in range(_REDIRECTS):
                response = self._request(address, 0.0, None)
                target = response.redirect(address)
                if not target:
                    return response.status, response.text
                address = target
        except OutOfTime:
            raise
        except Unfetched:
            pass
        return _SILENT, ""

    def _request(self, address: str, asked_delay: float, seen: Page | None) -> Answer:
        """One answer, asked for again while the host is busy and it still may help."""
        host, headers = urlsplit(address).netloc, {"User-Agent": self._settings.user_agent}
        if seen and seen.etag:
            headers["If-None-Match"] = seen.etag
        if seen and seen.last_modified:
            headers["If-Modified-Since"] = seen.last_modified
        delay = max(self._settings.delay_seconds, asked_delay)
        for attempt in range(1, self._settings.tries + 1):
            self._wait(self._next.get(host, 0.0) - monotonic(), address)
            response = self._once(address, headers)
            self._next[host] = monotonic() + delay
            if response.status not in _BUSY or attempt == self._settings.tries:
                break
            wait = _asked_pause(response, otherwise=delay * 2**attempt)
            if wait > self._settings.longest_wait_seconds:
                raise Unfetched(f"{host} asks to come back in {wait:.0f} s: left for another round")
            self._next[host] = monotonic() + wait
        if response.status in _BUSY:
            raise Unfetched(f"{host} is busy ({response.status}): left for another round")
        return response

    def _once(self, address: str, headers: dict[str, str]) -> Answer:
        """One request, whose body may not exceed the limit nor outlast the round."""
        self.requests += 1
        text = ""
        timeout = min(self._settings.timeout_seconds, max(self._until - monotonic(), 0.001))
        try:
            with self._client.stream(
                "GET", address, headers=headers, timeout=timeout, follow_redirects=False
            ) as response:
                for piece in response.iter_text():
                    text += piece
                    if len(text) > self._settings.max_bytes:
                        raise Unfetched(
                            f"{address} is larger than {self._settings.max_bytes / 1e6:.0f} MB"
                        )
                    self._wait(0.0, address)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            reason = str(error) or type(error).__name__
            raise Unfetched(f"{address} cannot be fetched: {reason}") from error
        return Answer(response.status_code, response.headers, text)

    def _wait(self, seconds: float, address: str) -> None:
        if monotonic() + max(seconds, 0.0) > self._until:
            raise OutOfTime(f"{address} was not fetched: the round has no time left")
        if seconds > 0:
            self._pause(seconds)


def _asked_pause(response: Answer, *, otherwise: float) -> float:
    """The seconds of `Retry-After`, which may be a date as well."""
    asked = response.headers.get("retry-after", "")
    if asked.isdigit():
        return float(asked)
    try:
        return max(parsedate_to_datetime(asked).timestamp() - time(), 0.0)
    except (TypeError, ValueError):
        return otherwise
