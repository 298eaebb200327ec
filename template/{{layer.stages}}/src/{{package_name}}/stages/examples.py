"""Labelled lines: what the small models learn from, and what every stage is measured on."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

Part = Literal["development", "test"]


class Example(BaseModel):
    """A text and what a stage should find in it; nothing, where `expected` is empty.

    Models are trained and thresholds chosen on `development`; only `test` is judged. `kind` says
    what sort of case it is: plain, edge, adversarial. Where the text is an answer, `question` is
    what was asked and `passages` are what it should rest on.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    part: Part
    kind: str
    text: str
    expected: tuple[str, ...] = Field(default=())
    question: str = ""
    passages: tuple[str, ...] = ()


class StagesUnusable(RuntimeError):
    """A file or a setting of the stages cannot be used; the message says which, and why."""


def load(path: Path, part: Part | None = None) -> list[Example]:
    """Return the examples of a file, or of one part of it. Raises StagesUnusable."""
    examples = []
    for number, line in enumerate(read(path).splitlines(), start=1):
        try:
            examples.append(Example.model_validate_json(line))
        except ValidationError as error:
            fault = error.errors()[0]
            place = ".".join(map(str, fault["loc"])) or "line"
            raise StagesUnusable(f"{path}, line {number}: {place}: {fault['msg']}") from error
    chosen = [example for example in examples if part in (None, example.part)]
    if not chosen:
        raise StagesUnusable(f"{path} holds no example{f' of the part {part}' if part else ''}")
    return chosen


def read(path: Path) -> str:
    """Return the text of a file. Raises StagesUnusable."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StagesUnusable(f"{path} cannot be read: {error}") from error
