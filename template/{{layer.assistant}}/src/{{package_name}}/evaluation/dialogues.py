"""The set of dialogues: who says what, what goes wrong on the way, and what has to come of it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import Base64Bytes, BaseModel, ConfigDict, Field

from .expected import Expected, FaultySet, lines_of
from .faults import Fault

Kind = Literal["plain", "memory", "tools", "correction", "refusal", "failure", "adversarial"]


class Turn(BaseModel):
    """What `by` says, in `by`'s own conversation; `new` begins another one.

    `attached` are files in base64 that come with it.

    `approve` is what is decided where the turn waits for a person.
    """

    model_config = ConfigDict(extra="forbid")

    say: str
    attached: list[Base64Bytes] = []
    by: str = "ann"
    new: bool = False
    approve: bool = True
    expected: Expected = Expected()


class Dialogue(BaseModel):
    """A dialogue. `window` bounds what is remembered word for word, in tokens.

    `files` lie in the folder of ann, `pages` are what the web holds. `faults` are those of tools
    that all people share.
    """

    model_config = ConfigDict(extra="forbid")

    id: str
    kind: Kind
    turns: list[Turn] = Field(min_length=1)
    window: int = Field(default=12_000, ge=1_000)
    files: Mapping[str, str] = {}
    pages: Mapping[str, str] = {}
    faults: list[Fault] = []


def load(path: Path) -> list[Dialogue]:
    """Return the dialogues of a JSONL file and of `pictures.jsonl` beside it. Raises FaultySet."""
    more = path.with_name("pictures.jsonl")
    paths = [path, more] if more.is_file() else [path]
    dialogues = [one for part in paths for one in lines_of(part, Dialogue)]
    if len({one.id for one in dialogues}) < len(dialogues) or not dialogues:
        raise FaultySet(f"{path} needs dialogues, each with an id of its own")
    return dialogues
