"""The template for tests and measurements: copied, published as a release, rendered by Copier."""

import shutil
import subprocess
import sys
from pathlib import Path

from groundplan import source
from groundplan.git import git
from groundplan.matrix.quick_copier import rendered as rendered

ROOT = Path(__file__).resolve().parents[1]


def copied(folder: Path) -> Path:
    """The files of the template in a plain folder, so that what is not committed is there too."""
    return source.copied(ROOT, folder)


def new_repository(folder: Path) -> Path:
    """A local `rag` repository as `groundplan new` makes it, by a process of its own."""
    answers = ("-d", "problem=rag", "-d", "source=local", "--yes")
    command = (sys.executable, "-m", "groundplan", "new", str(folder), *answers)
    subprocess.run(command, check=True, capture_output=True)
    return folder


def answers_only(folder: Path) -> Path:
    """A copy of the questionnaire that renders the answers file and nothing else: it is quick."""
    for layer in (path for path in copied(folder).glob("template/*") if path.is_dir()):
        shutil.rmtree(layer)
    return folder


def published(folder: Path, tag: str) -> Path:
    """A bare repository with the whole template as an ordinary commit under `tag`."""
    work, bare = copied(folder / "work"), folder / "template.git"
    someone = ("-c", "user.name=Someone", "-c", "user.email=someone@localhost")
    git("init", "--quiet", folder=work)
    git("add", "--all", "--force", folder=work)
    git(*someone, "commit", "--quiet", "--message", tag, folder=work)
    git("tag", tag, folder=work)
    git("clone", "--quiet", "--bare", str(work), str(bare))
    return bare
