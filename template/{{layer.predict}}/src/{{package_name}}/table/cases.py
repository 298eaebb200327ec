"""Edge cases and failure cases of a table, kept apart from its training and test rows.

Edge cases are rows that must be answered although they are extreme; failure cases are rows that
must be refused, each with the rule that refuses it. Both are written beside the schema when it is
inferred, as JSON lines to which a person may add; `make evaluate` runs them.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from ..files import write_text
from .schema import Column, Schema
from .values import is_missing

Case = dict[str, Any]


def write_cases(schema: Schema, frame: pd.DataFrame, folder: Path) -> None:
    """Write `edge_cases.jsonl` and `failure_cases.jsonl` into `folder`."""
    row = typical_row(schema, frame)
    for name, cases in (
        ("edge_cases", edge_cases(schema, row)),
        ("failure_cases", failure_cases(schema, row)),
    ):
        lines = "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases)
        write_text(folder / f"{name}.jsonl", lines)


def read_cases(path: Path) -> list[Case]:
    """The cases of one file, or none if there is no file."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def typical_row(schema: Schema, frame: pd.DataFrame) -> dict[str, Any]:
    """The median of each number and the commonest category: a row in the middle of the table."""
    row: dict[str, Any] = {}
    for column in schema.columns:
        series = frame[column.name]
        if column.kind == "number":
            middle = float(pd.to_numeric(series, errors="coerce").median())
            row[column.name] = round(middle) if column.integer else middle
        else:
            present = [value for value in series.tolist() if not is_missing(value)]
            row[column.name] = str(pd.Series(present).mode().iloc[0])
    return row


def edge_cases(schema: Schema, row: dict[str, Any]) -> Iterator[Case]:
    """Rows at the bounds of what the schema allows."""
    numbers = [column for column in schema.columns if column.kind == "number"]
    optional = [column.name for column in schema.columns if column.optional]
    yield {"case": "a typical row", "row": row}
    if numbers:
        yield {"case": "every number at its lowest", "row": row | {c.name: c.low for c in numbers}}
        yield {
            "case": "every number at its highest",
            "row": row | {c.name: c.high for c in numbers},
        }
    if optional:
        kept = {name: value for name, value in row.items() if name not in optional}
        yield {"case": "everything optional is missing", "row": kept}
    for column in schema.columns:
        for category in column.categories:
            yield {"case": f"{column.name} is {category}", "row": row | {column.name: category}}


def failure_cases(schema: Schema, row: dict[str, Any]) -> Iterator[Case]:
    """Rows that break one rule each, with a word of the message that must name it."""
    for column in schema.columns:
        broken = list(broken_values(column))
        for value, rule in broken:
            case = f"{column.name} is {value!r}"
            yield {"case": case, "row": row | {column.name: value}, "rule": rule}
    yield {"case": "an unknown column", "row": row | {"no such column": 1}, "rule": "not a column"}


def broken_values(column: Column) -> Iterator[tuple[Any, str]]:
    """Values that this column must refuse, with the rule."""
    if not column.optional:
        yield None, "missing"
    if column.kind == "category":
        yield "no such category", "none of the known categories"
        return
    yield "a word", "not a number"
    if column.high is not None:
        yield column.high + abs(column.high) + 1, "above the highest"
    if column.low is not None:
        yield column.low - abs(column.low) - 1, "below the lowest"
