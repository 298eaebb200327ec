"""The champion from the registry, run by the library that trained it."""

import numpy as np

from ..errors import UserError
from ..learning import task
from ..ports import Matrix, Output, Registry
from ..registry.model_files import load_model
from ..settings import PredictSettings
from ..wiring import build_registry
from .scorer import ModelSource, Scorer


class RegistrySource:
    """Follows the registry's champion. Implements `scorer.ModelSource`."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry

    def number(self) -> int | None:
        """The champion's version."""
        champion = self.registry.champion()
        return champion.number if champion else None

    def load(self) -> Scorer:
        """The champion with its schema and calibration."""
        champion = self.registry.champion()
        if champion is None:
            raise UserError("there is no champion yet: run `make train` first")
        files = load_model(champion.folder)

        def run(features: Matrix) -> Output:
            return np.asarray(task.outputs(files.estimator, features))

        return Scorer(champion.number, champion.model, files.schema, files.calibration, run)


def model_source(settings: PredictSettings) -> ModelSource:
    """Where this repository's server finds its model."""
    return RegistrySource(build_registry(settings))
