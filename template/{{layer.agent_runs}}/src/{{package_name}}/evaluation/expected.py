"""What has to come of a task: whatever can be looked at, so that nobody has to judge."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from ..ports import Event, Returned
from ..tools.sql import query

Line = TypeVar("Line", bound=BaseModel)
# A comma, a space or the like between a digit and three more.
_SEPARATOR = re.compile(r"(?<=\d)[,_'\u2019\u00a0\u202f](?=\d{3}(?!\d))")
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?!\w|\.\d)")


class FaultySet(ValueError):
    """A file of the evaluation cannot be used; the message says why."""


class Expected(BaseModel):
    """What has to come of a task; whatever is left out is not looked at.

    `answer` are texts that the answer holds, a list of them being as many ways to say one thing,
    and `query` a question to the sample database whose values it holds as well. `wording` are
    texts of the rules' own answer, which nobody else has to use. `tools` are those that have to
    succeed, `files` texts that files hold afterwards. None of `never` may succeed, and none of
    `unsaid` be in the answer.
    """

    model_config = ConfigDict(extra="forbid")

    answer: list[str | list[str]] = []
    wording: list[str] = []
    query: str = ""
    tools: list[str] = []
    files: dict[str, list[str]] = {}
    never: list[str] = []
    unsaid: list[str] = []


def returned(events: Sequence[Event]) -> list[tuple[str, str]]:
    """Return what the tools gave, each text under its tool's name."""
    return [
        (f"{event.call.tool} failed" if event.failed else event.call.tool, event.text)
        for event in events
        if isinstance(event, Returned)
    ]


def differences(
    expected: Expected,
    answer: str,
    events: Iterable[Event],
    files: Path,
    database: Path,
    *,
    rules: bool,
) -> list[str]:
    """Return what differs from what was expected, a sentence each; `rules`: they answered."""
    rows = query(database, expected.query)[1] if expected.query else []
    wanted = [*expected.answer, *(expected.wording if rules else [])]
    wanted += [str(value) for row in rows for value in row]
    ways = [[one] if isinstance(one, str) else one for one in wanted]
    wrong = [
        f"the answer lacks {' or '.join(map(repr, texts))}"
        for texts in ways
        if not any(says(answer, text) for text in texts)
    ]
    plain = answer.lower()
    wrong += [
        f"the answer says {text!r}"
        for text in expected.unsaid
        if text.lower() in plain or says(answer, text)
    ]
    good = {event.call.tool for event in events if isinstance(event, Returned) and not event.failed}
    wrong += [f"{name} did not succeed" for name in expected.tools if name not in good]
    wrong += [f"{name} succeeded" for name in expected.never if name in good]
    for name, texts in expected.files.items():
        path = files / name
        held = path.read_text(encoding="utf-8") if path.is_file() else ""
        wrong += [f"{name} lacks {text!r}" for text in texts if not says(held, text)]
    return wrong


def says(text: str, wanted: str) -> bool:
    """Return whether a text holds another, whatever the case; a number is no part of another.

    Thousands may be set apart: 10,424 holds 10424, and neither 10 nor 42.
    """
    plain, sought = (_SEPARATOR.sub("", one.lower()) for one in (text, wanted))
    if _NUMBER.fullmatch(sought):
        return Decimal(sought) in map(Decimal, _NUMBER.findall(plain))
    before = r"(?<!\d)(?<!\d[.,])" if sought[:1].isdigit() else ""
    after = r"(?!\d|[.,]\d)" if sought[-1:].isdigit() else ""
    return re.search(f"{before}{re.escape(sought)}{after}", plain) is not None


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
