"""The log of the crew: a line of JSON for each step, which a person can follow while it grows."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from time import sleep
from typing import Any

from ..foreign_text import shown

Listener = Callable[[dict[str, Any]], None]


class Log:
    """A file of lines, and whoever listens while they are written."""

    def __init__(self, path: Path, *listeners: Listener) -> None:
        self.path = path
        self._listeners = list(listeners)
        self._turn = Lock()
        path.parent.mkdir(parents=True, exist_ok=True)

    def listen(self, listener: Listener) -> None:
        """Have a listener told of every line to come."""
        self._listeners.append(listener)

    def tell(self, round_id: int, agent: str, event: str, sentence: str) -> None:
        """Append a line and tell the listeners."""
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "round": round_id,
            "agent": agent,
            "event": event,
            # What a page says may stand in it, and is not to move a cursor or forge a line.
            "sentence": shown(sentence),
        }
        with self._turn:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
            for listener in tuple(self._listeners):
                listener(line)


def readable(line: dict[str, Any]) -> str:
    """Return a line of the log as one reads it on a terminal."""
    clock = str(line["time"])[11:19]
    return f"{clock}  round {line['round']}  {line['agent']:<10}  {line['sentence']}"


def follow(
    path: Path,
    going: Callable[[], bool] = lambda: True,
    pause: Callable[[float], None] = sleep,
) -> Iterator[dict[str, Any]]:
    """Yield the lines of a log, and those to come for as long as `going` says so.

    A line that is still being written is waited for.
    """
    rest, place = b"", 0
    while True:
        on = going()
        if path.exists():
            with path.open("rb") as file:
                file.seek(place)
                read = file.read()
            place += len(read)
            *lines, rest = (rest + read).split(b"\n")
            yield from (json.loads(line) for line in lines)
        if not on:
            return
        pause(0.2)
