"""The template for tests: as Copier gets it, or with the answers file alone, which is quick."""

import shutil
from pathlib import Path

from groundplan.source import PARTS, checkout

SOURCE = checkout()
TAG = "v0.1.0"


def root() -> Path:
    """The checkout under test."""
    assert SOURCE is not None, "the tests run from a checkout"
    return SOURCE


def answers_only(folder: Path) -> Path:
    """A copy of the questionnaire whose rendering is the answers file and nothing else."""
    for part in PARTS:
        if part == "template":
            (folder / part).mkdir(parents=True)
            for file in (path for path in (root() / part).iterdir() if path.is_file()):
                shutil.copy2(file, folder / part)
        elif (root() / part).is_dir():
            shutil.copytree(root() / part, folder / part)
        else:
            shutil.copy2(root() / part, folder / part)
    return folder
