"""Repositories as users have them, and renders that are made once."""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from groundplan.catalogue import Catalogue
from groundplan.git import git
from groundplan.matrix.quick_copier import remembering, rendered
from groundplan.releases import Release
from groundplan.schema import Answers
from tests.templates import copied
from tests.updating import history

ADDRESS = "https://groundplan.example/template.git"
NOW = "now"
_SOMEONE = ("-c", "user.name=Someone", "-c", "user.email=someone@localhost")


class Renders:
    """Renders of several releases, each made once and never changed. Implements `update.Render`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._templates: dict[str, Path] = {}
        self._catalogues: dict[str, Catalogue] = {}

    def template(self, tag: str) -> Path:
        if tag not in self._templates:
            make = history.RELEASES.get(tag, copied)
            self._templates[tag] = make(self._folder / "templates" / tag)
        return self._templates[tag]

    def catalogue(self, tag: str) -> Catalogue:
        if tag not in self._catalogues:
            self._catalogues[tag] = history.catalogue(self.template(tag))
        return self._catalogues[tag]

    def fresh(self, answers: Mapping[str, str], tag: str) -> Path:
        """The folder of a render."""
        named = {"project_name": "try-it"} | dict(answers)
        key = hashlib.sha256(json.dumps([tag, sorted(named.items())]).encode()).hexdigest()[:16]
        folder = self._folder / "renders" / key
        if not folder.exists():
            draft = folder.with_suffix(".draft")
            with remembering():
                rendered(self.template(tag), draft, named)
            history.answers_file(draft, ADDRESS, tag)
            draft.rename(folder)
        return folder

    def __call__(self, answers: Answers, workshop: Path, release: Release, name: str) -> Path:
        return self.fresh(answers, release.tag)

    def repository(self, answers: Mapping[str, str], tag: str, folder: Path) -> Path:
        """A user's repository, with the render as its first commit."""
        shutil.copytree(self.fresh(answers, tag), folder)
        git("init", "--quiet", "--initial-branch=main", folder=folder)
        commit(folder, "rendered")
        return folder


def commit(folder: Path, message: str) -> None:
    git("add", "--all", folder=folder)
    git(
        *_SOMEONE, "commit", "--quiet", "--allow-empty", "--no-verify", "-m", message, folder=folder
    )


def release(tag: str) -> Release:
    return Release(ADDRESS, tag)


def state(folder: Path) -> dict[str, object]:
    """Everything that an undo has to bring back: files and modes, the index, branches, HEAD."""
    files: dict[str, tuple[str, str | bytes]] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name.split("/")[0] == ".git":
            continue
        if path.is_symlink():
            files[name] = ("link", str(path.readlink()))
        elif path.is_file():
            files[name] = (oct(path.stat().st_mode & 0o111), path.read_bytes())
    said = {
        name: subprocess.run(("git", *command), cwd=folder, capture_output=True, check=False).stdout
        for name, command in {
            "index": ("ls-files", "--stage", "-z"),
            "status": ("status", "--porcelain", "-z"),
            "branches": ("for-each-ref", "refs/heads"),
            "head": ("rev-parse", "--symbolic-full-name", "HEAD"),
            "commit": ("rev-parse", "HEAD"),
        }.items()
    }
    return {"files": files, **said}


@pytest.fixture(scope="session")
def renders(tmp_path_factory: pytest.TempPathFactory) -> Renders:
    return Renders(tmp_path_factory.mktemp("renders"))


@pytest.fixture(scope="session")
def catalogue(renders: Renders) -> Catalogue:
    return renders.catalogue(NOW)
