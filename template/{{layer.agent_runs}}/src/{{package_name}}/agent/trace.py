"""The trace of a run: its events in a JSONL file, written before anything builds on them."""

import re
from collections.abc import Iterator
from os import SEEK_END
from pathlib import Path
from threading import Lock

from pydantic import ValidationError

from ..ports import EVENTS, Event, RunError

_RUN = re.compile(r"[a-z0-9-]{1,40}")


class Traces:
    """A folder with a file for each run."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._lock = folder, Lock()

    def path(self, run: str) -> Path:
        """Return where the trace of a run lies. Raises RunError for what is no run's name."""
        if not _RUN.fullmatch(run):
            raise RunError(f"{run[:60]!r} is not the name of a run")
        return self._folder / f"{run}.jsonl"

    def write(self, run: str, event: Event) -> None:
        """Append an event; it is with the operating system when this returns."""
        path, line = self.path(run), event.model_dump_json().encode() + b"\n"
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._lock:
            if path.exists():
                _append(path, line)
            else:
                # A kill leaves a trace with its first event, or none: what has one has begun.
                new = path.with_suffix(".new")
                with new.open("wb") as file:
                    file.write(line)
                new.replace(path)

    def read(self, run: str) -> list[Event]:
        """Return the events of a run. Raises RunError.

        A step that a kill interrupted was taken again: of its events the last ones count. A line
        that a kill tore is left out.
        """
        try:
            lines = self.path(run).read_text(encoding="utf-8").splitlines()
        except OSError:
            raise RunError(f"there is no run {run}") from None
        found: dict[tuple[object, ...], Event] = {}
        step = 0
        for event in _events(lines):
            step = event.step if event.kind == "thought" else step
            found[_place(event, step)] = event
        return list(found.values())

    def task(self, run: str) -> str:
        """Return the task of a run that only began. Raises RunError for one that did more.

        Without a checkpoint nothing tells what that was: another framework may have kept it.
        """
        done = [event for event in self.read(run) if event.kind != "paused"]
        if len(done) != 1 or done[0].kind != "started":
            raise RunError(f"run {run} has no checkpoint here: give its task to a new run")
        return done[0].task

    def runs(self) -> list[str]:
        """Return the names of all runs, oldest first."""
        files = self._folder.glob("*.jsonl")
        return [path.stem for path in sorted(files, key=lambda path: path.stat().st_mtime)]


def _append(path: Path, line: bytes) -> None:
    with path.open("a+b") as file:
        # Behind a line that a kill tore, a new one begins.
        if file.tell() and (file.seek(-1, SEEK_END), file.read(1))[1] != b"\n":
            file.write(b"\n")
        file.write(line)


def _events(lines: list[str]) -> Iterator[Event]:
    for line in lines:
        try:
            yield EVENTS.validate_json(line)
        except ValidationError:
            continue


def _place(event: Event, step: int) -> tuple[object, ...]:
    """What happens once in a step: a decision that a kill swallowed is made again."""
    if event.kind == "returned":
        return "returned", event.step, event.call.id
    return event.kind, step
