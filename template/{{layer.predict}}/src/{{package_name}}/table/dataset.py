"""A table that has passed its schema, encoded and split: what training and evaluation share."""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import UserError
from ..ports import Matrix, Target
from .cases import write_cases
from .encoding import encode_cells
from .inference import infer_schema
from .reading import read_table
from .schema import Schema
from .splits import Fold, Indices, check_sizes, folds, row_keys, time_order, train_test
from .target import STRATIFIED, encode_target


@dataclass(frozen=True)
class Source:
    """Where the table comes from and how its rows are to be kept apart."""

    path: Path
    target: str
    group: str | None = None
    time: str | None = None
    test_share: float = 0.25
    folds: int = 5
    seed: int = 20


@dataclass(frozen=True)
class Dataset:
    """All rows, encoded, with the rows of the training and the test set."""

    name: str
    source: Source
    schema: Schema
    frame: pd.DataFrame
    features: Matrix
    target: Target
    keys: NDArray[np.uint64]
    moments: NDArray[Any] | None
    train: Indices
    test: Indices

    @cached_property
    def folds(self) -> list[Fold]:
        """Cross-validation folds, as positions in the training rows, the same for every model."""
        found = folds(
            self.keys[self.train],
            self.target[self.train],
            None if self.moments is None else self.moments[self.train],
            count=self.source.folds,
            seed=self.source.seed,
            stratified=STRATIFIED,
        )
        if self.schema.classes:
            for inside, _ in found:
                if len(np.unique(self.target[self.train][inside])) < len(self.schema.classes):
                    raise UserError(
                        "a cross-validation fold lacks a class: gather more rows of the rarest "
                        "class, or set PREDICT_FOLDS lower"
                    )
        return found


def known_schema(source: Source, frame: pd.DataFrame, folder: Path) -> Schema:
    """The saved schema of this table, inferred and saved at its first use."""
    path = folder / source.path.stem / "schema.json"
    if path.exists():
        schema = Schema.load(path)
        wanted = (source.target, source.group, source.time)
        if (schema.target, schema.group, schema.time) == wanted:
            return schema
    schema = infer_schema(frame, source.target, group=source.group, time=source.time)
    encode_frame(schema, frame)
    encode_target(schema, frame[source.target].tolist())
    schema.save(path)
    write_cases(schema, frame, path.parent)
    return schema


def encode_frame(schema: Schema, frame: pd.DataFrame) -> Matrix:
    """Encode a data frame. Shape (rows, encoded columns). Raises `DataError`."""
    present = [name for name in schema.names if name in frame.columns]
    return encode_cells(schema, {name: frame[name].tolist() for name in present}, len(frame))


def load_dataset(source: Source, folder: Path, extra: pd.DataFrame | None = None) -> Dataset:
    """Read, enforce, encode and split a table. Raises `UserError`.

    `folder` keeps the schemas; `extra` holds further labelled rows, such as feedback.
    """
    frame = read_table(source.path)
    if source.target not in frame.columns:
        raise UserError(
            f"{source.path} has no column '{source.target}' to predict: "
            f"it has {', '.join(map(str, frame.columns))}"
        )
    schema = known_schema(source, frame, folder)
    if extra is not None and len(extra):
        frame = pd.concat([frame, extra], ignore_index=True)
    features = encode_frame(schema, frame)
    target = encode_target(schema, frame[source.target].tolist())
    keys, moments = row_keys(schema, frame, features), time_order(schema, frame)
    train, test = train_test(keys, moments, share=source.test_share)
    check_sizes([("training", train), ("test", test)], target, schema)
    return Dataset(
        source.path.stem, source, schema, frame, features, target, keys, moments, train, test
    )


def with_schema(dataset: Dataset, schema: Schema) -> Dataset:
    """The same rows, encoded by another schema of the same table; the split stays as it is."""
    return replace(
        dataset,
        schema=schema,
        features=encode_frame(schema, dataset.frame),
        target=encode_target(schema, dataset.frame[schema.target].tolist()),
    )
