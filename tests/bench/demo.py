"""How long a newcomer waits: `make demo` in a fresh clone, nothing installed, nothing cached."""

import os
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def _seconds(command: list[str], folder: Path, environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def demo_seconds() -> tuple[float, float]:
    """Seconds of the first `make demo` in an empty clone, installing included, and of the second.

    The clone holds the commit at HEAD; the package caches are empty folders.
    """
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "groundplan"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        empty = {
            "UV_CACHE_DIR": str(Path(folder) / "uv"),
            "PIP_CACHE_DIR": str(Path(folder) / "pip"),
        }
        environment = {**os.environ, **empty}
        first = _seconds(["make", "demo"], clone, environment)
        again = _seconds(["make", "demo"], clone, environment)
        return first, again
