"""Follows what happens in a thread of its own, which goes on where its listener has left."""

from collections.abc import Callable, Iterator
from contextvars import copy_context
from queue import SimpleQueue
from threading import Thread

from ..ports import Event


def followed(events: Iterator[Event], seen: Callable[[Event], None]) -> Iterator[Event]:
    """Give events as they happen; `seen` gets each of them, also when nobody listens any more."""
    told: SimpleQueue[Event | Exception | None] = SimpleQueue()

    def follow() -> None:
        try:
            for event in events:
                seen(event)
                told.put(event)
        except Exception as error:
            told.put(error)
        finally:
            told.put(None)

    # A daemon: what a stopped service leaves can be resumed.
    Thread(target=copy_context().run, args=(follow,), daemon=True).start()
    while (event := told.get()) is not None:
        if isinstance(event, Exception):
            raise event
        yield event
