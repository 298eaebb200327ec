"""The repository's own checks and tests, run after an update that left no conflict."""

import shutil
import subprocess
from pathlib import Path
from typing import Literal

Proof = Literal["passed", "failed", "skipped", "impossible"]
COMMAND = ("make", "check", "test")


def proven(project: Path, *, quiet: bool) -> Proof:
    """Run `make check test`; what it prints is shown unless `quiet`."""
    if not (project / "Makefile").is_file() or not shutil.which("make"):
        return "impossible"
    output = subprocess.DEVNULL if quiet else None
    done = subprocess.run(COMMAND, cwd=project, stdout=output, stderr=output, check=False)
    return "failed" if done.returncode else "passed"
