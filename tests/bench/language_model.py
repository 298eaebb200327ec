"""What the gateway before a language model costs, against the bare client of its library."""

import json
import subprocess
import tempfile
from pathlib import Path

import copier

from tests.bench.search import PYTHON
from tests.templates import ROOT, copied

ANSWERS = {"problem": "rag", "latency": "interactive", "hardware": "cpu", "source": "api"}


def language_model_layer(python: Path = PYTHON) -> dict[str, float]:
    """Figures of a rendered project's gateway, on a scripted server in a process of its own.

    Returns:
        `llm_layer_overhead_p50_ms`: what a whole answer takes longer, in the middle of 300 pairs.
        `llm_layer_first_token_overhead_ms`: the same for its first piece.
        `llm_layer_throughput_ratio`: answers a second of 64 callers at once, as a share of what
        the bare client gives; an answer has 20 pieces in a second, as of a quick provider.
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
            [python, ROOT / "tests" / "bench" / "language_model_in_project.py"],
            cwd=project,
            env={"PYTHONPATH": "src:tests", "PATH": "/usr/bin:/bin"},
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout
        figures: dict[str, float] = json.loads(measured.splitlines()[-1])
        return figures
