"""Export to ONNX, prove that it answers as scikit-learn does, and release it to the device."""

import shutil
from pathlib import Path

import numpy as np
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType

from ..errors import UserError
from ..files import whole_folder, write_json
from ..learning import task
from ..learning.onnx_options import options
from ..ports import Matrix, Registry
from ..registry.model_files import ModelFiles
from .runtime import OnnxRunner

TOLERANCE = 1e-4
RELEASED = ("model.onnx", "schema.json", "calibration.json")


def prepare(files: ModelFiles, folder: Path, features: Matrix) -> None:
    """Write `model.onnx` beside the model and check it on the test rows."""
    width = sum(column.width for column in files.schema.columns)
    exported = to_onnx(
        files.estimator,
        initial_types=[("features", FloatTensorType([None, width]))],
        options=options(files.estimator),
        target_opset=18,
    )
    (folder / "model.onnx").write_bytes(exported.SerializeToString())
    check_parity(files, OnnxRunner(folder / "model.onnx"), features)


def check_parity(files: ModelFiles, runner: OnnxRunner, features: Matrix) -> None:
    """Raise `UserError` unless both run times agree on every test row.

    Compared relative to the spread of the outputs, since a target may have any unit.
    """
    expected = task.outputs(files.estimator, features)
    spread = max(float(np.ptp(expected)), 1e-9)
    worst = float(np.max(np.abs(expected - runner(features)))) / spread
    if worst > TOLERANCE:
        raise UserError(
            f"the exported model differs from the trained one by {worst:.1e} of the outputs' "
            f"spread, more than {TOLERANCE:g}: it was not registered"
        )


def release(registry: Registry, target: Path) -> None:
    """Put the champion's files where the device reads them, in one step."""
    champion = registry.champion()
    if champion is None:
        raise UserError("there is no champion yet: run `make train` first")
    with whole_folder(target) as draft:
        for name in RELEASED:
            shutil.copyfile(champion.folder / name, draft / name)
        about = {"version": champion.number, "model": champion.model}
        write_json(draft / "release.json", about)
