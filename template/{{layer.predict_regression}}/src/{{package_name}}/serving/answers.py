"""The answer to one row: a number, and the interval that holds 90 of 100 true values."""

from pydantic import BaseModel

from ..learning.calibration import Calibration
from ..ports import Output
from ..table.schema import Schema


class Answer(BaseModel):
    """A predicted number with its interval, in the target's unit."""

    prediction: float
    low: float
    high: float


def answers(schema: Schema, output: Output, calibration: Calibration) -> list[Answer]:
    """One answer per row of a model's raw output."""
    half = calibration.parameter
    return [
        Answer(prediction=round(value, 6), low=round(value - half, 6), high=round(value + half, 6))
        for value in calibration.apply(output).tolist()
    ]
