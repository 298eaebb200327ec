"""`groundplan new` held against `copier copy` of the same template, side by side."""

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from groundplan import identity
from tests.templates import published

ANSWERS = ("-d", "project_name=measured-project")


def new_vs_copier_ratio(runs: int = 9) -> float:
    """The median wall-clock time of `groundplan new` divided by that of `copier copy`.

    Runs alternate, after one of each that is not counted. `groundplan new` shows its plan, renders,
    and makes the first commit; `copier copy` renders from a bare repository at the same tag.
    """
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        template = published(folder, identity.tag())
        release = ("--vcs-ref", identity.tag())
        ours = [sys.executable, "-m", "groundplan", "new", "ours", "--defaults", *ANSWERS]
        plain = [sys.executable, "-m", "copier", "copy", "--defaults", "--quiet", *release]
        plain += [*ANSWERS, str(template), "plain"]
        seconds: dict[str, list[float]] = {"ours": [], "plain": []}
        for _ in range(runs + 1):
            for name, command in (("ours", ours), ("plain", plain)):
                seconds[name].append(_timed(command, folder))
                shutil.rmtree(folder / name)
        return statistics.median(seconds["ours"][1:]) / statistics.median(seconds["plain"][1:])


def _timed(command: list[str], folder: Path) -> float:
    start = time.perf_counter()
    subprocess.run(
        command, cwd=folder, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - start


if __name__ == "__main__":
    print(f"new_vs_copier_ratio: {new_vs_copier_ratio():.3f}")
