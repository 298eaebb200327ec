"""What a document is, before and after it has been read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal


class Unreadable(ValueError):
    """A document that cannot be used: its name, and the reason as the rest of the sentence."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name} {reason}")
        self.name = name


@dataclass(frozen=True, slots=True)
class Raw:
    """A document as it came: bytes with a name.

    `name` is the path within the source folder, or the address. `kind` is a key of
    `formats.PARSERS`.
    """

    name: str
    kind: str
    content: bytes
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, or a stretch of code or table that must not be reflowed.

    `level` is the depth of a heading, 1 at the top, and 0 for anything else.
    """

    kind: Literal["heading", "text", "code"]
    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A document as blocks in reading order."""

    name: str
    title: str
    blocks: Sequence[Block]
    metadata: Mapping[str, str] = field(default_factory=dict)
