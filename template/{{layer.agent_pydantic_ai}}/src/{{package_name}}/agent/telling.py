"""Asynchronous work behind an iterator: it runs in a thread of its own, and tells its events."""

from collections.abc import Awaitable, Callable, Iterator
from queue import SimpleQueue

from anyio.from_thread import start_blocking_portal

from ..ports import Event

Tell = Callable[[Event], None]


def told(work: Callable[[Tell], Awaitable[None]]) -> Iterator[Event]:
    """Give the events as they happen, and raise what the work raises.

    Whoever stops listening ends it.
    """
    events: SimpleQueue[Event | None] = SimpleQueue()

    async def run() -> None:
        try:
            await work(events.put)
        finally:
            events.put(None)

    with start_blocking_portal() as portal:
        done = portal.start_task_soon(run)
        try:
            while (event := events.get()) is not None:
                yield event
            done.result()
        finally:
            done.cancel()
