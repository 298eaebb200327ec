"""The schema of a table: which columns a model reads, and which values each may hold.

It is inferred once (inference.py), saved as JSON that a person can read and edit, and enforced
on every row that comes later (encoding.py).
"""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from ..errors import UserError
from ..files import write_text


class Column(BaseModel):
    """One feature. Numbers have bounds (inclusive), categories a closed list."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    kind: Literal["number", "category"]
    integer: bool = False
    low: float | None = None
    high: float | None = None
    categories: tuple[str, ...] = ()
    optional: bool = False
    missing_share: float = 0.0

    @property
    def width(self) -> int:
        """Number of encoded columns: one per category, or the value and its missing flag."""
        return len(self.categories) if self.kind == "category" else 1 + self.optional

    @property
    def middle(self) -> float | int:
        """The middle of a number's bounds; of one bound or none, that bound or zero."""
        known = [bound for bound in (self.low, self.high) if bound is not None]
        middle = sum(known) / max(1, len(known))
        return round(middle) if self.integer else middle


class Schema(BaseModel):
    """Everything that a row has to satisfy, and what is predicted from it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    target: str
    classes: tuple[str, ...] = ()
    columns: tuple[Column, ...]
    ignored: dict[str, str] = {}
    group: str | None = None
    time: str | None = None

    @property
    def names(self) -> list[str]:
        """Names of the features, in the order in which they are encoded."""
        return [column.name for column in self.columns]

    @property
    def known(self) -> set[str]:
        """Every name that a row may carry, features or not."""
        extra = {self.target, self.group, self.time} - {None}
        return {*self.names, *self.ignored, *(name for name in extra if name)}

    @property
    def spans(self) -> dict[str, slice]:
        """Where each feature stands in the encoded matrix."""
        found, start = {}, 0
        for column in self.columns:
            found[column.name] = slice(start, start + column.width)
            start += column.width
        return found

    def example(self) -> dict[str, float | int | str]:
        """A row that satisfies the schema: each number amid its bounds, each first category."""
        return {
            column.name: column.categories[0] if column.kind == "category" else column.middle
            for column in self.columns
        }

    def save(self, path: Path) -> None:
        """Write the schema, whole or not at all."""
        write_text(path, self.model_dump_json(indent=2) + "\n")

    @classmethod
    def load(cls, path: Path) -> "Schema":
        """Read a saved schema; one that was edited wrongly is a `UserError`."""
        try:
            return cls.model_validate_json(path.read_text(encoding="utf-8"))
        except (ValidationError, UnicodeDecodeError) as error:
            raise UserError(f"{path} is not a schema: {error}") from error
