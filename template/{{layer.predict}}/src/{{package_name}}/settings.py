"""What a person sets, read from `PREDICT_*` variables and from `.env`; options override it."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class PredictSettings(BaseSettings):
    """Settings of training, registry and monitoring. An empty `data` means the sample table."""

    model_config = SettingsConfigDict(env_prefix="PREDICT_", env_file=".env", extra="ignore")

    data: str = ""
    target: str = ""
    group: str = ""
    time: str = ""
    test_share: float = Field(default=0.25, gt=0, lt=0.9)
    folds: int = Field(default=5, ge=2, le=20)
    seed: int = 20
    trials: int = Field(default=20, ge=2)
    margin: float = Field(default=0.005, ge=0)
    retrain_after: int = Field(default=50, ge=1)
    most_logged: int = Field(default=100_000, ge=100)
    reload_seconds: float = Field(default=10, gt=0)
    most_rows: int = Field(default=1000, ge=1)
    model_name: str = "champion-model"
    tracking_uri: str = ""
    data_folder: Path = Path("data")
    state: Path = Path("var")
    reports: Path = Path("reports")
    evaluation: Path = Path("evaluation")

    @property
    def tables(self) -> Path:
        """Schemas, cases and tuned parameters, one folder per table."""
        return self.state / "tables"

    @property
    def registry(self) -> Path:
        """The embedded MLflow store and its artifacts."""
        return self.state / "registry"

    @property
    def released(self) -> Path:
        """The files of the champion as an edge device gets them."""
        return self.state / "edge"

    @property
    def comparison(self) -> Path:
        """The report of the newest training."""
        return self.reports / "comparison.html"

    @property
    def log(self) -> Path:
        """The prediction log."""
        return self.state / "predictions.sqlite"
