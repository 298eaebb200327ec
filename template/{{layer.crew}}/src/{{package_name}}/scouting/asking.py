"""One request, from connecting to the last byte within so many seconds, and what came of it.

It is asynchronous inside, because only so a time limit holds for the whole of it: a server that
sends a byte of its headers now and then never exceeds a limit for a single read.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx
from bs4.dammit import EncodingDetector

from .unfetched import Unfetched

# Each request has an event loop of its own, which no connection outlives.
NOT_KEPT = httpx.Limits(max_keepalive_connections=0)
_MOVED = (301, 302, 303, 307, 308)


@dataclass(frozen=True)
class Answer:
    """What a host said to one request."""

    status: int
    headers: Mapping[str, str]
    text: str

    def redirect(self, address: str) -> str:
        """Return where the host sends whoever asks for `address`; empty where it does not.

        Raises Unfetched where that is another host, or no address.
        """
        moved = self.status in _MOVED and self.headers.get("location", "")
        try:
            target = urljoin(address, moved) if moved else ""
            host = urlsplit(target).netloc
        except ValueError as error:
            raise Unfetched(f"{address} leads to no address: {error}") from error
        if target and host != urlsplit(address).netloc:
            raise Unfetched(f"{address} leads away to {host}")
        return target


def ask(
    client: httpx.AsyncClient, address: str, headers: Mapping[str, str], most: int, seconds: float
) -> Answer:
    """Return the answer to one request, of at most `most` bytes. Raises Unfetched.

    The limits of `client` are to be NOT_KEPT.
    """
    try:
        return asyncio.run(_ask(client, address, headers, most, seconds))
    except TimeoutError as error:
        raise Unfetched(
            f"{address} cannot be fetched: no whole answer in {seconds:.3g} s"
        ) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        reason = str(error) or type(error).__name__
        raise Unfetched(f"{address} cannot be fetched: {reason}") from error


async def _ask(
    client: httpx.AsyncClient, address: str, headers: Mapping[str, str], most: int, seconds: float
) -> Answer:
    body = bytearray()
    async with (
        asyncio.timeout(seconds),
        client.stream(
            "GET", address, headers=dict(headers), timeout=None, follow_redirects=False
        ) as response,
    ):
        async for piece in response.aiter_bytes():
            body += piece
            if len(body) > most:
                raise Unfetched(f"{address} is larger than {most / 1e6:.0f} MB")
    text = _decoded(bytes(body), response.charset_encoding)
    return Answer(response.status_code, response.headers, text)


def _decoded(body: bytes, named: str | None) -> str:
    """A page's text by its byte order mark, its header or its markup, in this order.

    Where none of them names an encoding that exists, it is UTF-8, or else Windows-1252.
    """
    body, marked = EncodingDetector.strip_byte_order_mark(body)
    declared = EncodingDetector.find_declared_encoding(body, is_html=True)
    text = None
    for encoding in filter(None, (marked, named, declared)):
        text = text or _read(body, encoding, "replace")
    text = text or _read(body, "utf-8", "strict") or body.decode("windows-1252", "replace")
    # Some encodings can write half a character, which none can keep.
    return text.encode("utf-8", "replace").decode()


def _read(body: bytes, encoding: str, errors: str) -> str | None:
    try:
        return body.decode(encoding, errors)
    except (LookupError, ValueError):
        return None
