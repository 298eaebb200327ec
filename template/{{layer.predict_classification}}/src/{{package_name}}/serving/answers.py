"""The answer to one row: a class and the calibrated probability of each."""

from pydantic import BaseModel

from ..learning.calibration import Calibration
from ..ports import Output
from ..table.schema import Schema


class Answer(BaseModel):
    """A predicted class."""

    prediction: str
    probabilities: dict[str, float]


def answers(schema: Schema, output: Output, calibration: Calibration) -> list[Answer]:
    """One answer per row of a model's raw output."""
    return [
        Answer(
            prediction=schema.classes[max(range(len(row)), key=row.__getitem__)],
            probabilities=dict(zip(schema.classes, row, strict=True)),
        )
        for row in calibration.apply(output).round(6).tolist()
    ]
