"""The target file: the only state of a job, safe under a kill at any moment."""

import json
import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from filelock import FileLock, Timeout

from .errors import JobError

_SYNC_EVERY_SECONDS = 1.0


class Identities:
    """A set of record ids that moves to disk by itself when it outgrows a few megabytes."""

    def __init__(self) -> None:
        # An empty name asks SQLite for a private temporary database.
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("CREATE TABLE ids (id TEXT PRIMARY KEY) WITHOUT ROWID")
        self._database.execute("BEGIN")

    def add(self, identity: str | int) -> bool:
        """Add one; False where it was there already. The number 1 and the text "1" differ."""
        added = self._database.execute(
            "INSERT OR IGNORE INTO ids VALUES (?)", (json.dumps(identity),)
        )
        return added.rowcount == 1

    def __contains__(self, identity: str | int) -> bool:
        found = self._database.execute("SELECT 1 FROM ids WHERE id = ?", (json.dumps(identity),))
        return found.fetchone() is not None

    def close(self) -> None:
        self._database.close()


class Journal:
    """Appends one line per record. `answered` holds the ids that an earlier run wrote, and
    `failed` says how many of those lines tell an error.

    Every line is handed to the operating system before the next is begun, so a killed process
    loses at most the line it was writing; it is synced to the disk about once a second, and what
    a power failure takes is worked out again.
    """

    def __init__(self, file: BinaryIO, answered: Identities, failed: int) -> None:
        self._file = file
        self.answered = answered
        self.failed = failed
        self._synced = time.monotonic()

    def append(self, line: str) -> None:
        """Write one line, given without its line end."""
        self._file.write(line.encode() + b"\n")
        self._file.flush()
        if time.monotonic() - self._synced > _SYNC_EVERY_SECONDS:
            self.sync()

    def sync(self) -> None:
        os.fsync(self._file.fileno())
        self._synced = time.monotonic()


@contextmanager
def open_journal(target: Path, *, retry_failed: bool = False) -> Iterator[Journal]:
    """Lock the target, mend its last line, and read which records it holds.

    With `retry_failed` the lines of failed records are taken out, so that they are tried again.
    """
    if target.is_dir():
        raise JobError(f"{target} is a folder: name a file to write to")
    with ExitStack() as stack:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            stack.enter_context(FileLock(target.with_name(f".{target.name}.lock"), timeout=0))
            target.touch()
            _cut_torn_line(target)
        except Timeout:
            raise JobError(f"another run is writing to {target}: wait for its end") from None
        except OSError as error:
            raise JobError(f"{target} cannot be written: {error.strerror}") from None
        if retry_failed:
            _drop_failed(target)
        answered = stack.enter_context(closing(Identities()))
        failed = 0
        for line in _lines(target):
            answered.add(line["id"])
            failed += "error" in line
        journal = Journal(stack.enter_context(target.open("ab")), answered, failed)
        stack.callback(journal.sync)
        yield journal


def _cut_torn_line(target: Path) -> None:
    """Cut off what stands after the last line end: the rest of a line that a kill tore."""
    with target.open("r+b") as file:
        end = position = file.seek(0, os.SEEK_END)
        while position > 0:
            start = max(0, position - 65_536)
            file.seek(start)
            found = file.read(position - start).rfind(b"\n")
            if found >= 0:
                position = start + found + 1
                break
            position = start
        if position != end:
            file.truncate(position)
            os.fsync(file.fileno())


def _lines(target: Path) -> Iterator[dict[str, Any]]:
    with target.open("rb") as lines:
        for number, text in enumerate(lines, start=1):
            try:
                line = json.loads(text)
                line["id"]
            except (ValueError, KeyError, TypeError):
                raise JobError(
                    f"line {number} of {target} was not written by a job: "
                    "move the file away, or name another one to write to"
                ) from None
            yield line


def _drop_failed(target: Path) -> None:
    with tempfile.NamedTemporaryFile("w", dir=target.parent, delete=False) as kept:
        for line in _lines(target):
            if "error" not in line:
                kept.write(json.dumps(line, ensure_ascii=False) + "\n")
        kept.flush()
        os.fsync(kept.fileno())
    Path(kept.name).replace(target)
