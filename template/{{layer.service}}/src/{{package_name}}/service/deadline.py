"""A request that shows no output within the time limit is ended with 504."""

import asyncio
from collections.abc import Collection

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .problems import problem

_WRITES = frozenset({"PUT", "DELETE"})


class Deadline:
    """Ends a request after `seconds`, unless its first output has left by then.

    The promised latency is that of answers: what changes what the service knows (PUT, DELETE) has
    `write_seconds`.

    A stream is therefore bounded until its first words and may then take its time. Work in a
    thread cannot be interrupted: its caller gets the 504 at once, the thread runs to its end.
    """

    def __init__(
        self, app: ASGIApp, seconds: float, write_seconds: float, open_paths: Collection[str]
    ) -> None:
        self.app = app
        self.seconds = seconds
        self.write_seconds = write_seconds
        self.open_paths = open_paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in self.open_paths:
            await self.app(scope, receive, send)
            return
        seconds = self.write_seconds if scope["method"] in _WRITES else self.seconds
        # The head of the response waits for the first output, or it could not become a 504.
        head: list[Message] = []

        async def send_in_time(message: Message) -> None:
            if limit.expired():
                return
            if limit.when() is not None:
                nothing_yet = message["type"] == "http.response.body" and (
                    not message.get("body") and message.get("more_body", False)
                )
                if message["type"] == "http.response.start" or nothing_yet:
                    head.append(message)
                    return
                limit.reschedule(None)
                for earlier in head:
                    await send(earlier)
            await send(message)

        try:
            async with asyncio.timeout(seconds) as limit:
                await self.app(scope, receive, send_in_time)
        except TimeoutError:
            if not limit.expired():
                raise
            response = problem(scope, 504, f"no answer within {seconds:g} s")
            await response(scope, receive, send)
