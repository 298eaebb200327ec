"""One document from a web address, within limits."""

from datetime import UTC
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath
from time import monotonic

import httpx

from .documents import Raw, Unreadable
from .formats import MEDIA_TYPES, SUFFIXES

MAX_REDIRECTS = 5
# A server may trickle bytes forever without ever running into the time-out between two of them.
MAX_SECONDS = 120


def is_address(text: str) -> bool:
    """Tell a web address from a path."""
    return text.startswith(("http://", "https://"))


def fetch(address: str, client: httpx.Client, max_bytes: int) -> Raw:
    """Return what lies at an http or https address, following up to five redirects.

    The document keeps the address that was asked for as its name. Raises Unreadable with one
    sentence for a refused connection, a time-out, an error status, an unknown type or a body
    larger than `max_bytes`.
    """
    if not is_address(address):
        raise Unreadable(address, "is not an http or https address")
    client.max_redirects = MAX_REDIRECTS
    try:
        with client.stream("GET", address, follow_redirects=True) as response:
            response.raise_for_status()
            kind = _kind(response, address)
            content = _body(response, address, max_bytes)
    except httpx.HTTPStatusError as error:
        status = error.response
        said = f"{status.status_code} {status.reason_phrase}".strip()
        raise Unreadable(address, f"answered {said}") from error
    except httpx.TimeoutException as error:
        raise Unreadable(address, "did not answer in time") from error
    except httpx.TooManyRedirects as error:
        raise Unreadable(address, f"redirects more than {MAX_REDIRECTS} times") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Unreadable(address, f"cannot be fetched: {error}") from error
    metadata = {"kind": kind, "folder": response.url.host, "date": _date(response)}
    return Raw(address, kind, content, metadata)


def _kind(response: httpx.Response, address: str) -> str:
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    suffix = PurePosixPath(response.url.path).suffix.lower()
    # Raw files are often served as plain text: then the name knows better.
    if media_type in ("", "text/plain", "application/octet-stream") and suffix in SUFFIXES:
        return SUFFIXES[suffix]
    if media_type in MEDIA_TYPES:
        return MEDIA_TYPES[media_type]
    raise Unreadable(address, f"is {media_type or 'of no stated type'}, not a document")


def _body(response: httpx.Response, address: str, max_bytes: int) -> bytes:
    content = bytearray()
    deadline = monotonic() + MAX_SECONDS
    for piece in response.iter_bytes():
        content += piece
        if len(content) > max_bytes:
            raise Unreadable(address, f"is larger than {max_bytes / 1e6:.0f} MB")
        if monotonic() > deadline:
            raise Unreadable(address, f"was not complete after {MAX_SECONDS} s")
    return bytes(content)


def _date(response: httpx.Response) -> str:
    try:
        changed = parsedate_to_datetime(response.headers["last-modified"])
    except (KeyError, ValueError):
        return ""
    return changed.astimezone(UTC).date().isoformat()
