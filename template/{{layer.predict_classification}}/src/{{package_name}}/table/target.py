"""The target of a classification: one of a few classes, encoded as their positions."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import DataError, UserError, Violation
from ..ports import Target
from .schema import Schema
from .values import as_category, is_missing

if TYPE_CHECKING:
    import pandas as pd

STRATIFIED = True
MOST_CLASSES = 20


def infer_classes(series: "pd.Series[Any]") -> tuple[str, ...]:
    """The classes in alphabetical order. Raises `UserError` if they are too few or too many."""
    refuse_gaps(str(series.name), series.tolist())
    counts = Counter(as_category(value) for value in series.tolist())
    if len(counts) < 2:
        raise UserError(
            f"'{series.name}' holds the class '{next(iter(counts))}' only: "
            "a classification needs rows of at least two classes"
        )
    if len(counts) > MOST_CLASSES:
        raise UserError(
            f"'{series.name}' has {len(counts)} different values, more than {MOST_CLASSES} "
            "classes: name another column, or predict it as a number (task regression)"
        )
    return tuple(sorted(counts))


def encode_target(schema: Schema, values: Sequence[object]) -> Target:
    """Positions in `schema.classes`, shape (rows,). Raises `DataError`."""
    refuse_gaps(schema.target, values)
    positions = {label: position for position, label in enumerate(schema.classes)}
    known = ", ".join(schema.classes)
    unknown = [
        Violation(row, schema.target, f"{as_category(value)!r} is none of the classes {known}")
        for row, value in enumerate(values, 1)
        if as_category(value) not in positions
    ]
    if unknown:
        raise DataError(unknown)
    return np.array([positions[as_category(value)] for value in values], dtype=np.int64)


def refuse_gaps(name: str, values: Sequence[object]) -> None:
    """A row without its target teaches nothing: say which rows, drop none silently."""
    gaps = [row for row, value in enumerate(values, 1) if is_missing(value)]
    if gaps:
        raise DataError([Violation(row, name, "the target is missing") for row in gaps])
