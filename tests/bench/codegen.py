"""How fast and how right recorded translations are: `make evaluate` of a rendered repository."""

import json
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from tests.templates import ROOT, copied, rendered

PYTHON = ROOT / ".venv-renders" / "bin" / "python"
ANSWERS = {"problem": "codegen", "latency": "batch", "hardware": "cpu", "source": "local"}


@cache
def _measures() -> dict[str, float]:
    """What the leaderboard says of the best recorded translator, measured here once."""
    with tempfile.TemporaryDirectory() as folder:
        project = rendered(copied(Path(folder) / "template"), Path(folder) / "project", ANSWERS)
        make = ["make", "--silent", f"PYTHON={PYTHON}", "evaluate"]
        subprocess.run(make, cwd=project, check=True, stdout=subprocess.DEVNULL)
        board = json.loads((project / "reports/leaderboard.json").read_text(encoding="utf-8"))
        measures: dict[str, float] = board["measures"]
        return measures


def codegen_speedup() -> float:
    """How many times faster than Python its C++ is: the geometric mean over ten programs."""
    return _measures()["speed_up"]


def codegen_pass_rate() -> float:
    """The share of the ten programs whose C++ gives Python's results."""
    return _measures()["pass_rate"]


if __name__ == "__main__":
    print(f"codegen_speedup: {codegen_speedup():.1f}")
    print(f"codegen_pass_rate: {codegen_pass_rate():.3f}")
