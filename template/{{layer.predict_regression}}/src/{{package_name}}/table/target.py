"""The target of a regression: a finite number in every row."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import DataError, UserError, Violation
from ..ports import Target
from .schema import Schema
from .values import as_number, is_missing

if TYPE_CHECKING:
    import pandas as pd

STRATIFIED = False


def infer_classes(series: "pd.Series[Any]") -> tuple[str, ...]:
    """No classes, once every cell is known to be a number. Raises `UserError`."""
    numbers = as_numbers(str(series.name), series.tolist())
    if len(set(numbers)) < 2:
        raise UserError(
            f"'{series.name}' is {numbers[0]:g} in every row: a constant needs no model"
        )
    return ()


def encode_target(schema: Schema, values: Sequence[object]) -> Target:
    """The numbers, shape (rows,). Raises `DataError`."""
    return np.array(as_numbers(schema.target, values), dtype=np.float64)


def as_numbers(name: str, values: Sequence[object]) -> list[float]:
    """Every value as a number. A row without its target teaches nothing: none is dropped."""
    found, violations = [], []
    for row, value in enumerate(values, 1):
        number = as_number(value)
        if is_missing(value):
            violations.append(Violation(row, name, "the target is missing"))
        elif number is None:
            rule = f"{value!r} is not a number: predict it as a class (task classification)"
            violations.append(Violation(row, name, rule))
        else:
            found.append(number)
    if violations:
        raise DataError(violations)
    return found
