"""Enforce the schema and turn rows into the matrix that every model reads.

A file and a request go through the same rules. A number becomes its value (NaN where missing)
and, where the schema allows gaps, a flag; a category becomes one 0/1 column per value. Nothing
here is fitted, so nothing can leak from the test rows. Only NumPy is needed.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..errors import DataError, Violation
from ..ports import Matrix
from .precision import PRECISION
from .schema import Column, Schema
from .values import as_category, as_number, is_missing

Row = Mapping[str, object]


def encode_rows(schema: Schema, rows: Sequence[Row]) -> Matrix:
    """Encode rows given as mappings. Shape (len(rows), encoded columns). Raises `DataError`."""
    known = schema.known
    violations = [
        Violation(number, name, "is not a column of the schema")
        for number, row in enumerate(rows, 1)
        for name in row
        if name not in known
    ]
    cells = {name: [row.get(name) for row in rows] for name in schema.names}
    return encode_cells(schema, cells, len(rows), violations)


def encode_cells(
    schema: Schema,
    cells: Mapping[str, Sequence[Any]],
    height: int,
    violations: Sequence[Violation] = (),
) -> Matrix:
    """Encode columns of cells. Columns that the schema does not name are passed over."""
    found = list(violations)
    matrix = np.zeros((height, sum(column.width for column in schema.columns)))
    for column, span in zip(schema.columns, schema.spans.values(), strict=True):
        if column.name not in cells:
            found.append(Violation(None, column.name, "is missing from the table"))
            continue
        encode = encode_number if column.kind == "number" else encode_category
        found += encode(column, cells[column.name], matrix[:, span])
    if found:
        raise DataError(sorted(found, key=lambda violation: violation.row or 0))
    return matrix.astype(PRECISION).astype(np.float64)


def encode_number(column: Column, values: Sequence[Any], out: Matrix) -> list[Violation]:
    """Fill `out` (a view) with numbers and flags; return what is wrong with the values."""
    found = []
    for index, value in enumerate(values):
        number = as_number(value)
        if number is not None:
            out[index, 0] = number
            rule = bounds_rule(column, number)
            if rule:
                found.append(Violation(index + 1, column.name, rule))
        elif is_missing(value):
            out[index, 0] = np.nan
            out[index, 1:] = 1.0
            if not column.optional:
                found.append(Violation(index + 1, column.name, "is missing and may not be"))
        else:
            found.append(Violation(index + 1, column.name, f"{value!r} is not a number"))
    return found


def bounds_rule(column: Column, number: float) -> str:
    """The bound that a number breaks, or nothing."""
    if column.low is not None and number < column.low:
        return f"{number:g} is below the lowest allowed value {column.low:g}"
    if column.high is not None and number > column.high:
        return f"{number:g} is above the highest allowed value {column.high:g}"
    return ""


def encode_category(column: Column, values: Sequence[Any], out: Matrix) -> list[Violation]:
    """Fill `out` (a view) with one column per category; missing is all zeros."""
    positions = {category: position for position, category in enumerate(column.categories)}
    found = []
    for index, value in enumerate(values):
        if is_missing(value):
            if not column.optional:
                found.append(Violation(index + 1, column.name, "is missing and may not be"))
            continue
        position = positions.get(as_category(value))
        if position is None:
            allowed = ", ".join(column.categories)
            rule = f"{as_category(value)!r} is none of the known categories {allowed}"
            found.append(Violation(index + 1, column.name, rule))
        else:
            out[index, position] = 1.0
    return found
