"""The template for tests: as Copier gets it, or with the answers file alone, which is quick."""

import shutil
from pathlib import Path

from groundplan.git import git
from groundplan.source import PARTS, checkout, template_files

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


def published(folder: Path, tag: str = TAG) -> Path:
    """A bare repository with the whole template as an ordinary commit under `tag`."""
    work, bare = folder / "work", folder / "template.git"
    for name, path in template_files(root()):
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, work / name)
    someone = ("-c", "user.name=Someone", "-c", "user.email=someone@localhost")
    git("init", "--quiet", folder=work)
    git("add", "--all", "--force", folder=work)
    git(*someone, "commit", "--quiet", "--message", tag, folder=work)
    git("tag", tag, folder=work)
    git("clone", "--quiet", "--bare", str(work), str(bare))
    return bare
