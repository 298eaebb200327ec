"""The registry in MLflow, embedded in SQLite unless an address of a server is given.

Every training is a run with its parameters and figures; the model files are its artifacts; each
becomes a version of one registered model. The alias `champion` marks the one that is served, and a
tag on it remembers which one it replaced, so that a rollback is one step.

MLflow notes where artifacts lie as absolute paths, which are wrong once the folder was moved or is
mounted elsewhere. In the embedded store a model's folder therefore follows from its run's id.
"""

import logging
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

# Read when MLflow is imported: it would otherwise report its use over the network.
os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
os.environ.setdefault("DO_NOT_TRACK", "true")

from mlflow.entities.model_registry import ModelVersion
from mlflow.exceptions import MlflowException
from mlflow.tracking import MlflowClient

from ..errors import UserError
from ..files import whole_folder
from ..ports import Version

logging.getLogger("mlflow").setLevel(logging.WARNING)
logging.getLogger("alembic").setLevel(logging.WARNING)

CHAMPION = "champion"
REPLACED = "replaced"


class MlflowRegistry:
    """Runs and versions under one name. Implements `ports.Registry`."""

    def __init__(self, name: str, folder: Path, *, tracking_uri: str = "") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.name = name
        uri = tracking_uri or f"sqlite:///{(folder / 'mlflow.sqlite').resolve().as_posix()}"
        self.client = MlflowClient(uri, registry_uri=uri)
        self.artifacts = None if tracking_uri else (folder / "artifacts").resolve()
        known = self.client.get_experiment_by_name(name)
        place = self.artifacts.as_uri() if self.artifacts else None
        self.experiment = (
            known.experiment_id if known else self.client.create_experiment(name, place)
        )

    def record(
        self, name: str, *, parameters: Mapping[str, Any], metrics: Mapping[str, float]
    ) -> None:
        """Track one learner of a comparison."""
        self.client.set_terminated(self._run(name, parameters, metrics))

    def register(
        self, folder: Path, *, parameters: Mapping[str, Any], metrics: Mapping[str, float]
    ) -> int:
        """Store the model files of a folder as a new version; return its number."""
        run = self._run(str(parameters.get("model", "model")), parameters, metrics)
        if self.artifacts:
            with whole_folder(model_folder(self.artifacts, run)) as draft:
                shutil.copytree(folder, draft, dirs_exist_ok=True)
        else:
            self.client.log_artifacts(run, str(folder), "model")
        self.client.set_terminated(run)
        try:
            self.client.get_registered_model(self.name)
        except MlflowException:
            self.client.create_registered_model(self.name)
        source = f"{self.client.get_run(run).info.artifact_uri}/model"
        tags = {key: str(value) for key, value in {**parameters, **metrics}.items()}
        return int(self.client.create_model_version(self.name, source, run, tags=tags).version)

    def champion(self) -> Version | None:
        """The version that is served, or None before the first training."""
        try:
            found = self.client.get_model_version_by_alias(self.name, CHAMPION)
        except MlflowException:
            return None
        return self._version(found, int(found.version))

    def promote(self, number: int) -> None:
        """Make a version the champion and remember which one it replaced."""
        before = self.champion()
        if before and before.number != number:
            self.client.set_model_version_tag(self.name, str(number), REPLACED, str(before.number))
        self.client.set_registered_model_alias(self.name, CHAMPION, str(number))

    def rollback(self) -> int:
        """Make the champion's predecessor the champion again. Raises `UserError` without one."""
        now = self.champion()
        if now is None:
            raise UserError("there is no champion yet: run `make train` first")
        tags = self.client.get_model_version(self.name, str(now.number)).tags
        if REPLACED not in tags:
            raise UserError(
                f"version {now.number} replaced no other: there is nothing to go back to"
            )
        self.client.set_registered_model_alias(self.name, CHAMPION, tags[REPLACED])
        return int(tags[REPLACED])

    def versions(self) -> Sequence[Version]:
        """Every version, the newest first."""
        champion = self.champion()
        found = self.client.search_model_versions(f"name = '{self.name}'")
        number = champion.number if champion else None
        return sorted(
            (self._version(version, number) for version in found),
            key=lambda version: -version.number,
        )

    def _run(self, name: str, parameters: Mapping[str, Any], metrics: Mapping[str, float]) -> str:
        run: str = self.client.create_run(self.experiment, run_name=name).info.run_id
        for key, value in parameters.items():
            self.client.log_param(run, key, value)
        for key, figure in metrics.items():
            self.client.log_metric(run, key, figure)
        return run

    def _version(self, found: ModelVersion, champion: int | None) -> Version:
        run = str(found.run_id)
        if self.artifacts:
            folder = model_folder(self.artifacts, run)
        else:
            folder = Path(self.client.download_artifacts(run, "model"))
        return Version(
            number=int(found.version),
            folder=folder,
            model=str(found.tags.get("model", "")),
            score=float(found.tags.get("score", "nan")),
            champion=int(found.version) == champion,
        )


def model_folder(artifacts: Path, run: str) -> Path:
    """Where a run's model files lie: the layout that MLflow's own artifact store has."""
    return artifacts / run / "artifacts" / "model"
