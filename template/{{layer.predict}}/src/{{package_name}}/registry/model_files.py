"""The folder that holds one trained model and everything needed to serve and to watch it.

model.joblib       the fitted estimator; a pickle, so load only folders that you made yourself
schema.json        what a row must satisfy
calibration.json   the number that turns outputs into probabilities or intervals
reference.json     how the training rows are spread, for the drift report
card.json          figures for the model card
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import joblib

from ..files import write_json
from ..learning.calibration import Calibration
from ..ports import Estimator
from ..table.schema import Schema


@dataclass(frozen=True)
class ModelFiles:
    """What a model folder holds, in memory."""

    estimator: Estimator
    schema: Schema
    calibration: Calibration
    reference: dict[str, Any]
    card: dict[str, Any]


def save_model(files: ModelFiles, folder: Path) -> None:
    """Write the folder's files; the folder exists and is empty."""
    joblib.dump(files.estimator, folder / "model.joblib")
    files.schema.save(folder / "schema.json")
    write_json(folder / "calibration.json", {"parameter": files.calibration.parameter})
    write_json(folder / "reference.json", files.reference)
    write_json(folder / "card.json", files.card)


def load_calibration(folder: Path) -> Calibration:
    """The calibration of a model folder."""
    return Calibration(read(folder / "calibration.json")["parameter"])


def load_model(folder: Path) -> ModelFiles:
    """Read a folder that `save_model` wrote."""
    return ModelFiles(
        estimator=joblib.load(folder / "model.joblib"),
        schema=Schema.load(folder / "schema.json"),
        calibration=load_calibration(folder),
        reference=read(folder / "reference.json"),
        card=read(folder / "card.json"),
    )


def read(path: Path) -> dict[str, Any]:
    """One JSON object."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
