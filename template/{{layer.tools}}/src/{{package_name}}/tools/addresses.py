"""Which web addresses may be fetched: public ones, decided on the address that is connected to.

A name is resolved once, every address behind it is looked at, and the connection goes to the one
that was looked at: a name that points elsewhere a moment later (DNS rebinding) gains nothing.
"""

import ipaddress
import socket
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass

import httpx

from .tool import ToolError

Resolve = Callable[[str, int], list[str]]
_PORTS = {"http": 80, "https": 443}
# Where sites of the public internet live, and what lies there and is none: the registries of IANA
# for special purposes, and a provider's metadata service at a public address. Whatever stands for
# an IPv4 address inside an IPv6 one lies outside of 2000::/3, or in a block named here.
_INTERNET = [ipaddress.ip_network(block) for block in ("0.0.0.0/0", "2000::/3")]
_SPECIAL = [
    ipaddress.ip_network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "2620:4f:8000::/48",
        "3fff::/20",
    )
]


class Refused(ToolError):
    """An address that may not be fetched; the message says why."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a connection goes: an IP address that was looked at, and a port."""

    ip: str
    port: int


def resolve(host: str, port: int) -> list[str]:
    """Return the IP addresses behind a name. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Guard:
    """Decides where a connection may go.

    `allowed` are origins as `host:port` that an operator vouches for: they may be private, and
    have any port. `ports` are those of everybody else.
    """

    def __init__(
        self,
        resolve: Resolve = resolve,
        allowed: Collection[str] = (),
        ports: Collection[int] = (80, 443),
    ) -> None:
        self._resolve = resolve
        self._allowed = frozenset(origin.lower() for origin in allowed)
        self._ports = frozenset(ports)

    def place(self, url: httpx.URL) -> Place:
        """Return where to connect for an address. Raises Refused."""
        if url.scheme not in _PORTS:
            raise Refused(f"{str(url)[:200]!r} is not an http or https address")
        if url.userinfo:
            raise Refused("an address with a user name or a password is not fetched")
        host, port = url.host.rstrip(".").lower(), url.port or _PORTS[url.scheme]
        if not host:
            raise Refused("the address names no host")
        vouched = f"{host}:{port}" in self._allowed
        if not vouched and port not in self._ports:
            raise Refused(f"port {port} is not one of the web: {sorted(self._ports)}")
        addresses = self._addresses(host, port)
        if not vouched and not all(map(public, addresses)):
            raise Refused(f"{host} is an address of an internal network, which is not fetched")
        return Place(addresses[0], port)

    def _addresses(self, host: str, port: int) -> list[str]:
        """The addresses behind a host, at least one; one that is an address stands for itself."""
        try:
            return [str(ipaddress.ip_address(host))]
        except ValueError:
            pass
        # What is no address in the usual form, but one to the C library: 2130706433, 0177.1.
        with suppress(OSError):
            socket.inet_aton(host)
            raise Refused(f"{host} is an address in an unusual form")
        with suppress(OSError, UnicodeError):
            if found := self._resolve(host, port):
                return found
        raise Refused(f"{host} has no address")


def public(address: str) -> bool:
    """Tell an address of the public internet from every other."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    return (
        any(ip in block for block in _INTERNET)
        and not any(ip in block for block in _SPECIAL)
        and getattr(ip, "scope_id", None) is None
    )


class GuardedTransport(httpx.BaseTransport):
    """Sends each request, redirected ones too, to the address that the guard looked at.

    The certificate is still checked against the name. `inner` does the sending.
    """

    def __init__(self, guard: Guard, inner: httpx.BaseTransport | None = None) -> None:
        self._guard = guard
        self._inner = inner or httpx.HTTPTransport(trust_env=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request. Raises Refused."""
        place = self._guard.place(request.url)
        pinned = httpx.Request(
            request.method,
            request.url.copy_with(host=place.ip),
            headers=request.headers,
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": request.url.host},
        )
        return self._inner.handle_request(pinned)

    def close(self) -> None:
        """Close what does the sending."""
        self._inner.close()
