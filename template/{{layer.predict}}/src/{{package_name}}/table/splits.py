"""Splits without leakage.

Rows that belong together (the same group, or the same feature values) share a key, and a key is
never on two sides. Without a time column a key's side follows from its hash alone, so a row stays
in the test set when the table grows, and champion and challenger can be compared on rows that
neither has seen. With a time column the latest rows are the test set.
"""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold, StratifiedGroupKFold, TimeSeriesSplit

from ..errors import UserError
from ..ports import Matrix, Target
from .schema import Schema
from .values import as_category

Indices = NDArray[np.int64]
Fold = tuple[Indices, Indices]


def row_keys(schema: Schema, frame: pd.DataFrame, features: Matrix) -> NDArray[np.uint64]:
    """One 64-bit key per row: of its group if the schema names one, else of its features."""
    if schema.group:
        cells = [as_category(value).encode() for value in frame[schema.group].tolist()]
    else:
        cells = [row.tobytes() for row in features + 0.0]
    digests = [blake2b(cell, digest_size=8).digest() for cell in cells]
    return np.frombuffer(b"".join(digests), dtype=">u8").astype(np.uint64)


def time_order(schema: Schema, frame: pd.DataFrame) -> NDArray[Any] | None:
    """Comparable moments, or None without a time column. Raises `UserError` for odd cells."""
    if not schema.time:
        return None
    series = frame[schema.time]
    if pd.api.types.is_numeric_dtype(series):
        moments = series
    else:
        moments = pd.to_datetime(series, errors="coerce", utc=True).dt.tz_localize(None)
    if moments.isna().any():
        row = int(np.flatnonzero(moments.isna().to_numpy())[0]) + 1
        raise UserError(f"row {row}, column '{schema.time}': {series.iloc[row - 1]!r} is no time")
    return np.asarray(moments.to_numpy())


def train_test(
    keys: NDArray[np.uint64], moments: NDArray[Any] | None, *, share: float
) -> tuple[Indices, Indices]:
    """Indices of training and test rows; about `share` of the rows are for the test."""
    if moments is None:
        testing = keys < np.uint64(int(share * 2**64))
        return np.flatnonzero(~testing), np.flatnonzero(testing)
    cutoff = np.sort(moments)[int(len(moments) * (1 - share))]
    testing = moments >= cutoff
    training = ~testing & ~np.isin(keys, keys[testing])
    return np.flatnonzero(training), np.flatnonzero(testing)


def folds(
    keys: NDArray[np.uint64],
    target: Target,
    moments: NDArray[Any] | None,
    *,
    count: int,
    seed: int,
    stratified: bool,
) -> list[Fold]:
    """Cross-validation folds inside the training rows, as positions in `keys`."""
    if moments is not None:
        order = np.argsort(moments, kind="stable")
        parts = TimeSeriesSplit(n_splits=count).split(order)
        return [
            (late[~np.isin(keys[late], keys[valid])], valid)
            for late, valid in ((order[before], order[after]) for before, after in parts)
        ]
    empty = np.zeros((len(keys), 1))
    splitter: StratifiedGroupKFold | GroupKFold
    if stratified:
        splitter = StratifiedGroupKFold(n_splits=count, shuffle=True, random_state=seed)
    else:
        splitter = GroupKFold(n_splits=count, shuffle=True, random_state=seed)
    return list(splitter.split(empty, target, keys))


def check_sizes(parts: Sequence[tuple[str, Indices]], target: Target, schema: Schema) -> None:
    """Refuse a split in which a part is too small or lacks a class."""
    for name, indices in parts:
        if len(indices) < 10:
            raise UserError(
                f"only {len(indices)} rows are left for the {name} set: at least 10 are needed, "
                "so gather more rows or name a finer group"
            )
        for position, label in enumerate(schema.classes):
            if np.count_nonzero(target[indices] == position) < 2:
                raise UserError(
                    f"class '{label}' of '{schema.target}' has fewer than two rows in the {name} "
                    "set: gather more of it, or merge it with another class"
                )
