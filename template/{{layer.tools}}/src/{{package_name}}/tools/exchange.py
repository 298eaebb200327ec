"""One request to somebody else's server, and its answer: bounded, as it is, without our keys."""

import codecs
import logging
import re
from collections.abc import Callable, Mapping
from http.cookiejar import CookieJar, DefaultCookiePolicy
from time import monotonic

import httpx

from .keys import NO_KEYS, Keys
from .tool import ToolError

SECONDS = 15.0
# Codecs of the web; Python knows others, some of which take the square of the time.
_CHARSETS = re.compile(
    r"(?:utf|iso|latin|windows|cp\d|koi8|shift|euc|gb|big5|us-ascii)[\w-]*", re.I
)
# httpx writes down every address that it asks, and a key may stand in one.
logging.getLogger("httpx").setLevel(logging.WARNING)


def plain_client(
    transport: httpx.BaseTransport,
    *,
    headers: Mapping[str, str] | None = None,
    params: Mapping[str, str] | None = None,
    redirects: int = 0,
) -> httpx.Client:
    """A client that keeps no cookies, and knows no proxy but that of its transport."""
    return httpx.Client(
        transport=transport,
        timeout=SECONDS,
        trust_env=False,
        follow_redirects=redirects > 0,
        max_redirects=redirects,
        # All runs and users share it: what a site told one of them is nobody else's.
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        headers={"Accept-Encoding": "identity", **(headers or {})},
        params=params,
    )


def exchange(
    client: httpx.Client,
    method: str,
    address: str,
    read: Callable[[httpx.Response], str],
    *,
    name: str = "",
    keys: Keys = NO_KEYS,
    **request: object,
) -> str:
    """Send one request and read its answer; whatever goes wrong is a ToolError.

    Errors speak of `name` where the address is not to be seen; `keys` that are echoed are hidden.
    """
    try:
        told = _exchanged(client, method, address, read, name or address, keys, request)
    except ToolError as error:
        raise ToolError(keys.hidden(str(error))) from None
    return keys.hidden(told)


def _exchanged(
    client: httpx.Client,
    method: str,
    address: str,
    read: Callable[[httpx.Response], str],
    name: str,
    keys: Keys,
    request: dict[str, object],
) -> str:
    try:
        with client.stream(method, address, **request) as response:  # type: ignore[arg-type]
            if response.is_error:
                said = f"{response.status_code} {response.reason_phrase}".strip()
                about = "" if _coded(response) else text(response, 2000, keys).strip()
                raise ToolError(f"{name} answered {said}. {about[:500]}".rstrip(". ") + ".")
            return read(response)
    except httpx.TimeoutException:
        raise ToolError(f"{name} did not answer in time") from None
    except httpx.TooManyRedirects:
        raise ToolError(f"{name} redirects more than {client.max_redirects} times") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ToolError(f"{name} cannot be reached: {type(error).__name__}") from None


def text(response: httpx.Response, most: int, keys: Keys = NO_KEYS) -> str:
    """Return the text of the first `most` bytes without keys. Raises ToolError as `body` does."""
    content = body(response, most)
    told = keys.hidden(decoded(content, response.charset_encoding))
    # Where it was cut, half a key may be left at its end.
    return told if len(content) < most else told[: max(0, len(told) - keys.longest)]


def decoded(content: bytes, charset: str | None) -> str:
    """Return bytes as text, which is UTF-8 unless a charset of the web is named."""
    try:
        known = charset and _CHARSETS.fullmatch(charset) and codecs.lookup(charset).name
        return content.decode(known or "utf-8", "replace")
    except (LookupError, ValueError):
        return content.decode("utf-8", "replace")


def body(response: httpx.Response, most: int) -> bytes:
    """Return the first `most` bytes.

    Raises ToolError where they trickle in too slowly, or come compressed although they were asked
    for as they are: a thousand bytes can stand for a thousand million.
    """
    if coding := _coded(response):
        raise ToolError(f"the answer is compressed ({coding[:40]}), which was not asked for")
    content, deadline = bytearray(), monotonic() + SECONDS
    for piece in response.iter_raw():
        content += piece
        if len(content) >= most:
            break
        if monotonic() > deadline:
            raise ToolError(f"the answer was not complete after {SECONDS:.0f} s")
    return bytes(content[:most])


def _coded(response: httpx.Response) -> str:
    """How the answer is compressed; empty where it is not."""
    codings = response.headers.get("content-encoding", "").lower().split(",")
    return ",".join(one.strip() for one in codings if one.strip() not in ("", "identity"))
