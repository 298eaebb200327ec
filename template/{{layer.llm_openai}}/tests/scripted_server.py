"""A provider on the loopback interface: it speaks the protocols, or fails as told.

    with provider(raw("{}", status=503), completion("Be", "cause.")) as served:
        ...  # a client of served.url is refused once, then answered

The replies come in their order and the last is repeated, or one function chooses each of them.
"""

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Event = dict[str, Any]
Reply = Callable[[BaseHTTPRequestHandler], None]
Choice = Callable[[Event, int], Reply]


@dataclass
class Provider:
    """Where it listens, and what it was asked."""

    url: str
    choose: Choice
    requests: list[Event] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def asked(self, request: Event) -> Reply:
        """Note a request, and choose what it gets."""
        with self.lock:
            self.requests.append(request)
            return self.choose(request, len(self.requests) - 1)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # Hundreds of clients may come at once.
    request_queue_size = 1024

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep quiet about clients who hang up: they are what is tested."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def provider(*replies: Reply, choose: Choice | None = None) -> Iterator[Provider]:
    """Serve the replies in their order, or what `choose` gives for a request and its number."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # An answer goes out in small pieces, and none of them waits for the next.
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            # What is not JSON is a form with a file in it.
            form = self.headers["Content-Type"].startswith("multipart/")
            asked = {"form": body} if form else json.loads(body)
            reply = served.asked(asked | {"path": self.path})
            # A client that has given up has closed the connection.
            try:
                reply(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Keep the tests' output quiet."""

    server = _Server(("127.0.0.1", 0), Handler)
    served = Provider(f"http://127.0.0.1:{server.server_port}", choose or _in_order(replies))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _in_order(replies: Sequence[Reply]) -> Choice:
    return lambda _, number: replies[min(number, len(replies) - 1)]


def raw(
    body: str | bytes,
    *,
    status: int = 200,
    kind: str = "application/json",
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """Answer with `body` as it is."""
    content = body.encode() if isinstance(body, str) else body

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(content)))
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)

    return reply


def events(sequence: Sequence[Event | str], *, pause: float = 0.0, broken: bool = False) -> Reply:
    """Stream server-sent events, `pause` seconds before each; a text or a comment as it is.

    `broken` closes the connection where the end should be.
    """

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for event in sequence:
            time.sleep(pause)
            named = isinstance(event, dict) and "type" in event
            name = f"event: {event['type']}\n" if named else ""  # type: ignore[index]
            text = event if isinstance(event, str) else json.dumps(event)
            data = "" if text.startswith((":", "event: ")) else "data: "
            _chunk(handler, f"{name}{data}{text}\n\n")
        handler.close_connection = broken
        if not broken:
            _chunk(handler, "")

    return reply


def alive(seconds: float, *first: Event, line: str = ": keep-alive") -> Reply:
    """Stream the first events, then only what keeps the connection alive."""
    return events([*first, *round(100 * seconds) * [line]], pause=0.01, broken=True)


def completion(
    *pieces: str, pause: float = 0.0, tokens: tuple[int, int] = (10, 5), finish: str = "stop"
) -> Reply:
    """Stream a chat completion in the OpenAI-compatible protocol; `tokens` went in and out."""
    deltas = [_delta({"content": piece}) for piece in pieces]
    return events([*deltas, *_end(finish, tokens)], pause=pause)


def tool_call(name: str, arguments: str, *, id: str = "call-1") -> Reply:
    """Stream a call of a tool; the arguments, JSON or not, come in two pieces."""
    half = len(arguments) // 2
    start = {"index": 0, "id": id, "type": "function"}
    calls: list[Event] = [
        start | {"function": {"name": name, "arguments": arguments[:half]}},
        {"index": 0, "function": {"arguments": arguments[half:]}},
    ]
    deltas = [_delta({"tool_calls": [call]}) for call in calls]
    return events([*deltas, *_end("tool_calls", (10, 5))])


def half(*pieces: str, politely: bool = False) -> Reply:
    """Stream the beginning of an answer, then end the connection; `politely`, the stream alone."""
    return events([_delta({"content": piece}) for piece in pieces], broken=not politely)


def refusal(words: str = "I cannot help with that.") -> Reply:
    """Decline to answer, as OpenAI's models do."""
    return events([_delta({"refusal": words}), *_end("stop", (10, 5))])


def silence(seconds: float) -> Reply:
    """Take the request and say nothing for a while."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        raw("{}")(handler)

    return reply


def _chunk(handler: BaseHTTPRequestHandler, text: str) -> None:
    content = text.encode()
    handler.wfile.write(b"%x\r\n%s\r\n" % (len(content), content))
    handler.wfile.flush()


def _delta(delta: Event, finish: str | None = None) -> Event:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return _HEAD | {"choices": [choice]}


def _end(finish: str, tokens: tuple[int, int]) -> list[Event | str]:
    usage = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]}
    total = usage | {"total_tokens": sum(tokens)}
    return [_delta({}, finish), _HEAD | {"choices": [], "usage": total}, "[DONE]"]


_HEAD: Event = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "scripted"}
