"""The routes: predictions, feedback, and what the model is."""

from time import perf_counter
from typing import Annotated, Any

from fastapi import APIRouter, Body, HTTPException, Path
from pydantic import BaseModel, Field

from ..errors import DataError
from ..monitoring.prediction_log import PredictionLog
from ..table.target import encode_target
from .answers import Answer
from .examples import FOUND_BY, examples_for
from .holder import Holder
from .metrics import PredictionMetrics
from .scorer import Scorer

Row = dict[str, float | int | bool | str | None]


class Question(BaseModel):
    """Rows to answer: the names of the columns and their values."""

    rows: Annotated[list[Row], Field(min_length=1)]


class Prediction(BaseModel):
    """The answer to one row, and the id under which feedback finds it."""

    id: str
    answer: Answer


class Predictions(BaseModel):
    """Answers in the order of the rows, with the version that gave them."""

    version: int
    predictions: list[Prediction]


class Feedback(BaseModel):
    """The true value of a prediction's target."""

    truth: str | float


def prediction_routes(
    holder: Holder, log: PredictionLog, metrics: PredictionMetrics, most_rows: int
) -> APIRouter:
    """The routes around the model that `holder` holds."""
    router = APIRouter(tags=["prediction"])
    questions, truths = examples_for(holder.scorer)

    def scorer_in_use() -> Scorer:
        if holder.scorer is None:
            raise HTTPException(503, holder.readiness())
        return holder.scorer

    @router.post("/predict", responses=FOUND_BY)
    def predict(
        question: Annotated[Question, Body(openapi_examples=questions)],
    ) -> Predictions:
        """Answer one or more rows."""
        scorer = scorer_in_use()
        rows = question.rows
        if len(rows) > most_rows:
            raise HTTPException(422, f"{len(rows)} rows are too many: send at most {most_rows}")
        started = perf_counter()
        try:
            found = scorer.score(rows)
        except DataError as error:
            metrics.rows.labels("refused").inc(len(rows))
            raise HTTPException(422, str(error)) from error
        metrics.duration.observe(perf_counter() - started)
        metrics.rows.labels("answered").inc(len(rows))
        ids = log.append(scorer.version, rows, [answer.model_dump() for answer in found])
        pairs = zip(ids, found, strict=True)
        return Predictions(
            version=scorer.version,
            predictions=[Prediction(id=name, answer=answer) for name, answer in pairs],
        )

    @router.post("/feedback/{prediction}", status_code=204, operation_id="feedback")
    def feedback(
        prediction: Annotated[str, Path(max_length=64)],
        given: Annotated[Feedback, Body(openapi_examples=truths)],
    ) -> None:
        """Say what the true value was; it becomes training data at the next `make retrain`."""
        scorer = scorer_in_use()
        try:
            encode_target(scorer.schema, [given.truth])
        except DataError as error:
            raise HTTPException(422, str(error)) from error
        if not log.feedback(prediction, given.truth):
            metrics.feedback.labels("unknown").inc()
            raise HTTPException(404, f"there is no logged prediction {prediction}")
        metrics.feedback.labels("joined").inc()

    @router.get("/model")
    def model() -> dict[str, Any]:
        """The served version and the schema that a row has to satisfy."""
        scorer = scorer_in_use()
        return {
            "version": scorer.version,
            "model": scorer.model,
            "schema": scorer.schema.model_dump(),
        }

    return router
