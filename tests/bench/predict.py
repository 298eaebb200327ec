"""How long one prediction takes: a rendered service, trained on its sample, over real HTTP."""

import subprocess
import tempfile
from pathlib import Path

from tests.bench.predict_latency import measure
from tests.bench.projects import PYTHON
from tests.templates import copied, rendered

ANSWERS = {"problem": "predict", "latency": "realtime", "hardware": "cpu"}


def predict_p95_ms() -> float:
    """The 95th percentile in milliseconds, from sending one row to having read its answer."""
    with tempfile.TemporaryDirectory() as folder:
        project = rendered(copied(Path(folder) / "template"), Path(folder) / "project", ANSWERS)
        make = ["make", "--silent", f"PYTHON={PYTHON}", "train"]
        subprocess.run(make, cwd=project, check=True, stdout=subprocess.DEVNULL)
        return measure(project, str(PYTHON))["p95"]
