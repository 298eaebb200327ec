"""What a service or a job of a render is started with, beside what its Makefile says."""

from pathlib import Path

# A render that answers from its user's documents is given its own; `demo` has the sample. One that
# plans runs does so by rules: no model is at hand.
DOCUMENTS = {"STORE_DOCUMENTS": "docs", "RUNS_PLANNER": "rules"}


def package(folder: Path, module: str) -> str:
    """The full name of the module that bears this name in the render's one package."""
    (found,) = folder.glob(f"src/*/{module}.py")
    return f"{found.parent.name}.{module}"
