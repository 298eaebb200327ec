"""Reads a JSONL file one line at a time, however large it is."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Record:
    """One line of the source. `id` is its field of that name, else its number, from 1.

    `fault` says why a line is no record; `content` is empty then. `size` is in bytes.
    """

    line: int
    id: str | int
    content: Mapping[str, Any]
    size: int
    fault: str = ""


def read_records(source: Path) -> Iterator[Record]:
    """Yield every line that is not blank, in order."""
    with source.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            text = line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line
            if text.strip():
                yield _parsed(number, text, len(line))


def _parsed(number: int, text: bytes, size: int) -> Record:
    try:
        content = json.loads(text.decode())
    except ValueError as error:
        return Record(number, number, {}, size, f"line {number} is not JSON: {error}")
    except RecursionError:
        return Record(number, number, {}, size, f"line {number} is nested too deeply")
    if not isinstance(content, dict):
        return Record(number, number, {}, size, f"line {number} is not a JSON object")
    identity = content.get("id")
    if identity is None:
        return Record(number, number, content, size)
    if isinstance(identity, bool) or not isinstance(identity, str | int):
        fault = f"line {number} has an id that is neither a string nor a whole number"
        return Record(number, number, {}, size, fault)
    return Record(number, identity, content, size)
