"""The champion as ONNX, run by ONNX Runtime: no scikit-learn, no pandas, no MLflow.

Reads the released folder (`var/edge`): `model.onnx`, `schema.json`, `calibration.json` and
`release.json`. Copy that folder to the device; its place is PREDICT_STATE/edge.
"""

import json
from pathlib import Path

import numpy as np
import onnxruntime

from ..errors import UserError
from ..learning.calibration import Calibration
from ..ports import Matrix, Output
from ..settings import PredictSettings
from ..table.schema import Schema
from .scorer import ModelSource, Scorer


class ReleasedSource:
    """Follows the released folder. Implements `scorer.ModelSource`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def number(self) -> int | None:
        """The released version."""
        path = self.folder / "release.json"
        return int(self._read("release.json")["version"]) if path.exists() else None

    def load(self) -> Scorer:
        """The released model with its schema and calibration."""
        if self.number() is None:
            raise UserError(f"no model was released to {self.folder}: run `make train` first")
        about = self._read("release.json")
        schema = Schema.load(self.folder / "schema.json")
        calibration = Calibration(self._read("calibration.json")["parameter"])
        return Scorer(
            int(about["version"]),
            str(about["model"]),
            schema,
            calibration,
            OnnxRunner(self.folder / "model.onnx"),
        )

    def _read(self, name: str) -> dict[str, float]:
        found: dict[str, float] = json.loads((self.folder / name).read_text(encoding="utf-8"))
        return found


class OnnxRunner:
    """Runs an exported model. Implements `ports.Runner`."""

    def __init__(self, path: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(
            path.read_bytes(), options, providers=["CPUExecutionProvider"]
        )
        self.output = self.session.get_outputs()[-1].name

    def __call__(self, features: Matrix) -> Output:
        """Probabilities of shape (rows, classes), or values of shape (rows,)."""
        (found,) = self.session.run([self.output], {"features": features.astype(np.float32)})
        output = np.asarray(found, dtype=np.float64)
        return output[:, 0] if output.shape[1] == 1 else output


def model_source(settings: PredictSettings) -> ModelSource:
    """Where this repository's server finds its model."""
    return ReleasedSource(settings.released)
