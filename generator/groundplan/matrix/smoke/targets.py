"""What a Make target of a render would run, read from Make itself."""

import subprocess
import sys
from pathlib import Path

# A render that answers from its user's documents is given its own; `demo` has the sample. One that
# plans runs does so by rules: no model is at hand.
DOCUMENTS = {"STORE_DOCUMENTS": "docs", "RUNS_PLANNER": "rules"}


def commands(target: str) -> list[str]:
    """The lines that `make TARGET` would run with this Python. Raises RuntimeError."""
    made = subprocess.run(
        ["make", "--dry-run", "--no-print-directory", target, f"PYTHON={sys.executable}"],
        capture_output=True,
        text=True,
    )
    if made.returncode:
        raise RuntimeError(made.stderr)
    return made.stdout.replace("\\\n", " ").splitlines()


def package(folder: Path, module: str) -> str:
    """The full name of the module that bears this name in the render's one package."""
    (found,) = folder.glob(f"src/*/{module}.py")
    return f"{found.parent.name}.{module}"
