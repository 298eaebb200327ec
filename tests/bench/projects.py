"""Run a measuring script inside a repository that was rendered for it."""

import json
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.templates import ROOT, copied, rendered

PYTHON = ROOT / ".venv-renders" / "bin" / "python"


def measured_inside(
    script: str,
    *arguments: str,
    answers: Mapping[str, str],
    path: str = "src",
) -> dict[str, float]:
    """The figures that a script of this folder prints as JSON on its last line.

    `path` is what Python finds modules in, relative to the project.
    """
    with tempfile.TemporaryDirectory() as folder:
        project = rendered(copied(Path(folder) / "template"), Path(folder) / "project", answers)
        printed = subprocess.run(
            [PYTHON, ROOT / "tests" / "bench" / script, *arguments],
            cwd=project,
            env={"PYTHONPATH": path, "OMP_NUM_THREADS": "1", "PATH": "/usr/bin:/bin"},
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout
    figures: dict[str, float] = json.loads(printed.splitlines()[-1])
    return figures
