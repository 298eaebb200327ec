"""Rows in, answers out, with one loaded model. Needs no data frame, so a request stays cheap."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from ..learning.calibration import Calibration
from ..ports import Runner
from ..table.encoding import encode_rows
from ..table.schema import Schema
from .answers import Answer, answers


@dataclass(frozen=True)
class Scorer:
    """A model that is ready to answer."""

    version: int
    model: str
    schema: Schema
    calibration: Calibration
    runner: Runner

    def score(self, rows: Sequence[Mapping[str, object]]) -> list[Answer]:
        """One answer per row. Raises `DataError` if a row breaks the schema."""
        return answers(self.schema, self.runner(encode_rows(self.schema, rows)), self.calibration)


class ModelSource(Protocol):
    """Where a server finds the champion."""

    def number(self) -> int | None:
        """The champion's version, or None without one; cheap enough to ask every few seconds."""
        ...

    def load(self) -> Scorer:
        """The champion, ready to answer. Raises `UserError` without one."""
        ...
