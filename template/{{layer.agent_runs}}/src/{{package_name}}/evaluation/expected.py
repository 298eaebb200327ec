"""What has to come of a task: whatever can be looked at, so that nobody has to judge."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from ..ports import Event, Returned
from ..tools.sql import query

Line = TypeVar("Line", bound=BaseModel)


class FaultySet(ValueError):
    """A file of the evaluation cannot be used; the message says why."""


class Expected(BaseModel):
    """What has to come of a task; whatever is left out is not looked at.

    `answer` are texts that the answer holds, `query` a question to the sample database whose
    values it holds as well, `tools` those that have to succeed. `files` are texts that files hold
    afterwards. None of `never` may succeed, and none of `unsaid` be in the answer.
    """

    model_config = ConfigDict(extra="forbid")

    answer: list[str] = []
    query: str = ""
    tools: list[str] = []
    files: dict[str, list[str]] = {}
    never: list[str] = []
    unsaid: list[str] = []


def differences(
    expected: Expected, answer: str, events: Iterable[Event], files: Path, database: Path
) -> list[str]:
    """Return what differs from what was expected, a sentence each."""
    plain = answer.lower()
    rows = query(database, expected.query)[1] if expected.query else []
    wanted = [*expected.answer, *(str(value) for row in rows for value in row)]
    wrong = [f"the answer lacks {text!r}" for text in wanted if text.lower() not in plain]
    wrong += [f"the answer says {text!r}" for text in expected.unsaid if text.lower() in plain]
    good = {event.call.tool for event in events if isinstance(event, Returned) and not event.failed}
    wrong += [f"{name} did not succeed" for name in expected.tools if name not in good]
    wrong += [f"{name} succeeded" for name in expected.never if name in good]
    for name, texts in expected.files.items():
        path = files / name
        held = path.read_text(encoding="utf-8") if path.is_file() else ""
        wrong += [f"{name} lacks {text!r}" for text in texts if text not in held]
    return wrong


def lines_of(path: Path, kind: type[Line]) -> list[Line]:
    """Return the records of a JSONL file. Raises FaultySet."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FaultySet(f"{path} cannot be read: {error}") from None
    found: list[Line] = []
    for number, line in enumerate(lines, start=1):
        try:
            found.append(kind.model_validate_json(line))
        except ValidationError as error:
            fault = error.errors()[0]
            place = ".".join(str(part) for part in fault["loc"])
            raise FaultySet(f"line {number} of {path}: {place} {fault['msg']}") from None
    return found


def thresholds(path: Path, metrics: Sequence[str]) -> dict[str, float]:
    """Return the least value of each metric, and the most steps. Raises FaultySet."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))["limits"]
        return {name: float(table[name]) for name in (*metrics, "steps")}
    except (OSError, tomllib.TOMLDecodeError, LookupError, TypeError, ValueError) as error:
        raise FaultySet(
            f"{path} needs a table [limits] with {', '.join(metrics)} and steps: {error}"
        ) from None


def shortfalls(
    measured: Mapping[str, float], limits: Mapping[str, float], metrics: Sequence[str]
) -> list[str]:
    """Return a sentence for each metric that misses its threshold."""
    short = [
        f"{name} is {measured[name]:.3f}, below its threshold {limits[name]:.3f}"
        for name in metrics
        if measured[name] < limits[name]
    ]
    if measured["steps"] > limits["steps"]:
        most = limits["steps"]
        short.append(f"there are {measured['steps']:.2f} steps on average, more than {most:.2f}")
    return short
