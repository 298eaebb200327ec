"""The registry in MLflow, embedded in SQLite unless an address of a server is given.

Every training is a run with its parameters and figures; the model files are its artifacts; each
becomes a version of one registered model. The alias `champion` marks the one that is served, and a
tag on it remembers which one it replaced, so that a rollback is one step.

MLflow notes where artifacts lie as absolute paths, which are wrong once the folder was moved or is
mounted elsewhere. In the embedded store a model's folder therefore follows from its run's id.
"""

import logging
import shutil
import time
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from mlflow.entities import Metric, Param
from mlflow.entities.model_registry import ModelVersion
from mlflow.exceptions import MlflowException
from mlflow.tracking import MlflowClient

from ..errors import UserError
from ..files import whole_folder
from ..ports import Version
from .store import connect, create_store

logging.getLogger("mlflow").setLevel(logging.WARNING)
logging.getLogger("alembic").setLevel(logging.WARNING)

CHAMPION = "champion"
REPLACED = "replaced"


class MlflowRegistry:
    """Runs and versions under one name. Implements `ports.Registry`."""

    def __init__(self, name: str, folder: Path, *, tracking_uri: str = "") -> None:
        self.name = name
        self.store = None if tracking_uri else folder.resolve() / "mlflow.sqlite"
        self.artifacts = None if tracking_uri else folder.resolve() / "artifacts"
        self.uri = tracking_uri or f"sqlite:///{(folder.resolve() / 'mlflow.sqlite').as_posix()}"

    @property
    def untouched(self) -> bool:
        """Whether nothing was registered yet: to say so, no store has to be made."""
        return self.store is not None and not self.store.exists()

    @cached_property
    def client(self) -> MlflowClient:
        """MLflow's client; it is connected when it is first needed."""
        if self.store and self.untouched:
            create_store(self.store)
        return connect(self.uri)

    @cached_property
    def experiment(self) -> str:
        """The id of the experiment that holds the runs."""
        known = self.client.get_experiment_by_name(self.name)
        place = self.artifacts.as_uri() if self.artifacts else None
        found = known.experiment_id if known else self.client.create_experiment(self.name, place)
        return str(found)

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
        if self.untouched:
            return None
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
        if self.untouched:
            return []
        champion = self.champion()
        found = self.client.search_model_versions(f"name = '{self.name}'")
        number = champion.number if champion else None
        return sorted(
            (self._version(version, number) for version in found),
            key=lambda version: -version.number,
        )

    def _run(self, name: str, parameters: Mapping[str, Any], metrics: Mapping[str, float]) -> str:
        run: str = self.client.create_run(self.experiment, run_name=name).info.run_id
        now = int(time.time() * 1000)
        self.client.log_batch(
            run,
            metrics=[Metric(key, figure, now, 0) for key, figure in metrics.items()],
            params=[Param(key, str(value)) for key, value in parameters.items()],
        )
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
