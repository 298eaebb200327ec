"""Feedback becomes labelled rows, ready to be trained on beside the table."""

from collections.abc import Sequence

import pandas as pd

from ..errors import DataError
from ..table.encoding import encode_rows
from ..table.schema import Schema
from ..table.target import encode_target
from .prediction_log import Logged


def labelled_rows(schema: Schema, logged: Sequence[Logged]) -> tuple[pd.DataFrame, int]:
    """The usable rows with their true values, and how many could not be used.

    A row is left out when its true value is no class or number, when it no longer fits the schema,
    or when it lacks the group or time that the schema needs to place it in the split.
    """
    needed = [name for name in (schema.group, schema.time) if name]
    usable = []
    for entry in logged:
        row = {**entry.row, schema.target: entry.truth}
        try:
            encode_rows(schema, [entry.row])
            encode_target(schema, [entry.truth])
        except DataError:
            continue
        if all(row.get(name) is not None for name in needed):
            usable.append(row)
    return pd.DataFrame(usable), len(logged) - len(usable)
