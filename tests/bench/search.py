"""How long a hybrid search takes: spelling, embedding, vectors, BM25, fusion and variety."""

import json
import subprocess
import tempfile
from pathlib import Path

import copier

from tests.templates import ROOT, copied

PYTHON = ROOT / ".venv-renders" / "bin" / "python"
ANSWERS = {"problem": "rag", "latency": "interactive", "hardware": "cpu", "source": "local"}


def search_latency(chunks: int, python: Path = PYTHON) -> dict[str, float]:
    """Milliseconds of a search over a store of at least so many chunks, in a rendered repository.

    Returns:
        `p50` and `p95` of 200 varied queries in milliseconds, the number of `chunks`, and the
        seconds of `ingest_seconds` and `open_seconds`.
    """
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        template = copied(Path(folder) / "template")
        copier.run_copy(
            str(template),
            project,
            data=ANSWERS,
            defaults=True,
            quiet=True,
            settings=copier.Settings(),
        )
        measured = subprocess.run(
            [python, ROOT / "tests" / "bench" / "search_in_project.py", str(chunks)],
            cwd=project,
            env={"PYTHONPATH": "src", "OMP_NUM_THREADS": "1", "PATH": "/usr/bin:/bin"},
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout
        figures: dict[str, float] = json.loads(measured.splitlines()[-1])
        return figures
