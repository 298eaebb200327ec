"""When to train again, and on what: the table and the feedback together."""

from collections.abc import Sequence

from ..errors import UserError
from ..pipeline import Training, train
from ..ports import Learner, Registry
from ..registry.model_files import load_model
from ..settings import PredictSettings
from ..sources import as_trained
from .drift_report import DRIFT, drift_report
from .feedback import labelled_rows
from .prediction_log import PredictionLog


def reason_to_retrain(
    settings: PredictSettings, registry: Registry, log: PredictionLog
) -> str | None:
    """Why it is time to train again, or None: drift, or enough feedback since the last time."""
    champion = registry.champion()
    if champion is None:
        return "there is no champion yet"
    fresh = len(log.read(labelled=True)) - used_feedback(registry)
    if fresh >= settings.retrain_after:
        return f"{fresh} rows of new feedback, the bound is {settings.retrain_after}"
    report = drift_report(settings, registry, log)
    if report.code == DRIFT:
        return report.sentence
    return None


def used_feedback(registry: Registry) -> int:
    """How many rows of feedback the newest model has already seen."""
    newest = next(iter(registry.versions()), None)
    return int(load_model(newest.folder).card.get("feedback_rows", 0)) if newest else 0


def retrain(
    settings: PredictSettings,
    registry: Registry,
    log: PredictionLog,
    *,
    candidates: Sequence[Learner] | None = None,
) -> tuple[Training, int, int]:
    """Train on table and feedback; also how many rows of feedback were used and left out.

    `candidates` are the models to compare, as for `train`.
    """
    champion = registry.champion()
    if champion is None:
        raise UserError("there is no champion yet: run `make train` first")
    schema = load_model(champion.folder).schema
    extra, unusable = labelled_rows(schema, log.read(labelled=True))
    done = train(as_trained(settings, registry), registry, candidates=candidates, extra=extra)
    return done, len(extra), unusable
