"""How fast and how right recorded translations are: `make evaluate` of a rendered repository."""

import json
import subprocess
import tempfile
from pathlib import Path

from tests.bench.projects import PYTHON
from tests.templates import copied, rendered

ANSWERS = {"problem": "codegen", "latency": "batch", "hardware": "cpu", "source": "local"}


def translations() -> dict[str, float]:
    """What the leaderboard says of the recorded translators, measured here.

    Returns:
        `codegen_speedup`: how many times faster than Python the C++ of the best one is, the
        geometric mean over the programs that come with the project.
        `codegen_straight_speedup`: the same of the one that translates line by line.
        `codegen_pass_rate`: the share of them whose C++ gives Python's results.
    """
    with tempfile.TemporaryDirectory() as folder:
        project = rendered(copied(Path(folder) / "template"), Path(folder) / "project", ANSWERS)
        make = ["make", "--silent", f"PYTHON={PYTHON}", "evaluate"]
        subprocess.run(make, cwd=project, check=True, stdout=subprocess.DEVNULL)
        board = json.loads((project / "reports/leaderboard.json").read_text(encoding="utf-8"))
    measures = board["measures"]
    return {
        "codegen_speedup": measures["speed_up"],
        "codegen_straight_speedup": measures["straight_speed_up"],
        "codegen_pass_rate": measures["pass_rate"],
    }
