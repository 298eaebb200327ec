"""The composition root: the only module that says which adapter stands behind which port."""

from .monitoring.prediction_log import PredictionLog
from .ports import Registry
from .settings import PredictSettings


def build_registry(settings: PredictSettings) -> Registry:
    """The registry; MLflow is imported here, since a server on the edge never needs it."""
    from .registry.mlflow_registry import MlflowRegistry

    return MlflowRegistry(
        settings.model_name, settings.registry, tracking_uri=settings.tracking_uri
    )


def build_log(settings: PredictSettings) -> PredictionLog:
    """The prediction log."""
    return PredictionLog(settings.log, most=settings.most_logged)
