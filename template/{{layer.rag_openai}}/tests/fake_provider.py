"""A provider on the loopback interface: it speaks the protocols, or fails as told."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Event = dict[str, Any]
Reply = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Provider:
    """Where it listens, what it was asked, and what it does; the last reply is repeated."""

    url: str
    replies: list[Reply]
    requests: list[Event] = field(default_factory=list)


@contextmanager
def provider(*replies: Reply) -> Iterator[Provider]:
    """Serve the replies in their order, from a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            served.requests.append(json.loads(body) | {"path": self.path})
            reply = served.replies[min(len(served.requests), len(served.replies)) - 1]
            # A client that has given up has closed the connection.
            try:
                reply(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Keep the tests' output quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served = Provider(f"http://127.0.0.1:{server.server_port}", list(replies))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def raw(body: str, *, status: int = 200, kind: str = "application/json") -> Reply:
    """Answer with `body` as it is."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body.encode())))
        handler.end_headers()
        handler.wfile.write(body.encode())

    return reply


def events(sequence: Sequence[Event], *, pause: float = 0.0) -> Reply:
    """Stream server-sent events, `pause` seconds before each."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.end_headers()
        for event in sequence:
            time.sleep(pause)
            name = f"event: {event['type']}\n" if "type" in event else ""
            handler.wfile.write(f"{name}data: {json.dumps(event)}\n\n".encode())
            handler.wfile.flush()
        if not any("type" in event for event in sequence):
            handler.wfile.write(b"data: [DONE]\n\n")

    return reply


def completion(*pieces: str, pause: float = 0.0) -> Reply:
    """Stream a chat completion in the OpenAI-compatible protocol."""
    chunks: list[Event] = [
        {
            "id": "1",
            "object": "chat.completion.chunk",
            "created": 0,
            "model": "fake",
            "choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}],
        }
        for piece in pieces
    ]
    usage = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "fake"}
    return events([*chunks, usage | {"choices": []}], pause=pause)


def silence(seconds: float) -> Reply:
    """Take the request and say nothing for a while."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        raw("{}")(handler)

    return reply
