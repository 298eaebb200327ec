"""A web server on loopback whose answers a test writes down, and a public name that leads to it."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import httpx

PUBLIC_IP = "93.184.215.14"


@dataclass
class Answer:
    """What a path answers."""

    body: bytes | str | dict[str, object] = ""
    status: int = 200
    kind: str = "text/html"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Loopback:
    """The running server. `asked` holds method, path, headers and body of each request."""

    port: int
    answers: dict[str, Answer]
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)


class Rerouted(httpx.BaseTransport):
    """Stands for the internet: one public address leads to loopback, every other nowhere.

    It stands behind the guard, which sees and judges the addresses that a test made up.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._inner = httpx.HTTPTransport(verify=False)
        self.connected: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request to the server on loopback, and keep where it wanted to go."""
        self.connected.append(request.url.host)
        if request.url.host != PUBLIC_IP:
            raise httpx.ConnectError("unreachable")
        url = request.url.copy_with(scheme="http", host="127.0.0.1", port=self._port)
        extensions = {
            name: value for name, value in request.extensions.items() if name != "sni_hostname"
        }
        return self._inner.handle_request(
            httpx.Request(
                request.method,
                url,
                headers=request.headers,
                stream=request.stream,
                extensions=extensions,
            )
        )

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep quiet about clients that read no further."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serving(answers: dict[str, Answer]) -> Iterator[Loopback]:
    """Serve the answers on a free port while the block runs; other paths are not found."""

    class Handler(BaseHTTPRequestHandler):
        def _reply(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            served.asked.append((self.command, self.path, dict(self.headers), content))
            answer = answers.get(self.path.partition("?")[0], Answer("nothing here", 404))
            text = json.dumps(answer.body) if isinstance(answer.body, dict) else answer.body
            body = text.encode() if isinstance(text, str) else text
            self.send_response(answer.status)
            for name, value in {"Content-Type": answer.kind, **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_DELETE = _reply

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with _Server(("127.0.0.1", 0), Handler) as server:
        served = Loopback(server.server_address[1], answers)
        # A server looks for its end twice a second by default.
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield served
        finally:
            server.shutdown()
            thread.join()
