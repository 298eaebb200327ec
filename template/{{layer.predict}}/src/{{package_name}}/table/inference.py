"""Infer a schema from a table: kinds, categories, bounds, missingness.

A number's bounds are the values seen, widened by their span on either side: new rows may lie
somewhat outside, a temperature in another unit will not pass. What was never negative stays so.
A column in which nearly all cells are numbers is a number column; the other cells are then
reported as violations with their row.
"""

from typing import Any

import pandas as pd

from ..errors import UserError
from .schema import Column, Schema
from .target import infer_classes
from .values import as_category, as_number, is_missing

NUMBER_SHARE = 0.95
MOST_CATEGORIES = 50


def infer_schema(
    frame: pd.DataFrame, target: str, *, group: str | None = None, time: str | None = None
) -> Schema:
    """Describe `frame` so that later rows can be held to it. Raises `UserError`."""
    for name in filter(None, (target, group, time)):
        if name not in frame.columns:
            raise UserError(
                f"there is no column '{name}': the table has {', '.join(frame.columns)}"
            )
    columns, ignored = [], {}
    for name in frame.columns.drop([name for name in (target, group, time) if name]):
        found = infer_column(frame[name])
        if isinstance(found, Column):
            columns.append(found)
        else:
            ignored[str(name)] = found
    if not columns:
        reasons = "; ".join(f"'{name}': {reason}" for name, reason in ignored.items())
        raise UserError(f"no column is left to predict '{target}' from: {reasons}")
    return Schema(
        target=target,
        classes=infer_classes(frame[target]),
        columns=tuple(columns),
        ignored=ignored,
        group=group,
        time=time,
    )


def infer_column(series: "pd.Series[Any]") -> Column | str:
    """The column's description, or the reason why a model cannot use it."""
    values = [value for value in series.tolist() if not is_missing(value)]
    missing = 1 - len(values) / len(series)
    name = str(series.name)
    if len({as_category(value) for value in values}) < 2:
        return "it holds one value only"
    numbers = [number for value in values if (number := as_number(value)) is not None]
    if len(numbers) >= NUMBER_SHARE * len(values):
        low, high = min(numbers), max(numbers)
        lowest = low - (high - low)
        return Column(
            name=name,
            kind="number",
            integer=all(number.is_integer() for number in numbers),
            low=max(lowest, 0.0) if low >= 0 else lowest,
            high=high + (high - low),
            optional=missing > 0,
            missing_share=round(missing, 4),
        )
    categories = sorted({as_category(value) for value in values})
    if len(categories) > MOST_CATEGORIES:
        return f"it has {len(categories)} different values, an identifier, date or free text"
    return Column(
        name=name,
        kind="category",
        categories=tuple(categories),
        optional=missing > 0,
        missing_share=round(missing, 4),
    )
