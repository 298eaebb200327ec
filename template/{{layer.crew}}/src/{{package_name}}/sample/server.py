"""Serves the sample's site on the loopback interface, as a shop would: with ETags, at times busy.

Its host, in `sites/`, is a name that nobody can register (RFC 2606); `Rerouted` knows the way.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx

from ..scouting.asking import NOT_KEPT
from .site import SampleSite

HOST = "bicycles.test"


class SampleServer(ThreadingHTTPServer):
    """The server. `requests` are the paths asked for with the status of each; `busy` are those
    that answer 503 once."""

    daemon_threads = True

    def __init__(self, site: SampleSite) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.site = site
        self.requests: list[tuple[str, int]] = []
        self.agents: set[str] = set()
        self.busy = {"/birch/"}

    def way(self) -> dict[str, httpx.AsyncBaseTransport]:
        """Return the mount with which an HTTP client finds the sample's host here."""
        return {f"http://{HOST}": Rerouted(self.server_port)}


class Rerouted(httpx.AsyncHTTPTransport):
    """Brings requests to a port of the loopback interface, whatever host they name."""

    def __init__(self, port: int) -> None:
        super().__init__(verify=False, limits=NOT_KEPT)
        self._port = port

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        request.url = request.url.copy_with(host="127.0.0.1", port=self._port)
        return await super().handle_async_request(request)


class _Handler(BaseHTTPRequestHandler):
    server: SampleServer

    def do_GET(self) -> None:
        """Answer with a page, with 304 where it has not changed, or with 503 where that is due."""
        page = self.server.site.page(self.path)
        content = (page or "There is no such page.\n").encode()
        etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        status, headers = 200, {"ETag": etag}
        if self.path in self.server.busy:
            self.server.busy.discard(self.path)
            status, headers, content = 503, {"Retry-After": "0"}, b"busy\n"
        elif page is None:
            status, headers = 404, {}
        elif self.headers.get("If-None-Match") == etag:
            status, content = 304, b""
        self.server.requests.append((self.path, status))
        self.server.agents.add(self.headers.get("User-Agent", ""))
        kind = "text/plain" if self.path == "/robots.txt" else "text/html"
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing: the crew's own log tells what is fetched."""


@contextmanager
def served(site: SampleSite) -> Iterator[SampleServer]:
    """Serve a site for as long as the context lasts."""
    with SampleServer(site) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
