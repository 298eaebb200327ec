"""Repositories as users have them, and renders that are made once."""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest
import yaml

from groundplan.catalogue import Catalogue
from groundplan.git import git
from groundplan.matrix.quick_copier import remembering, rendered
from groundplan.releases import Release
from groundplan.schema import Answers
from tests.memory import pytest_configure as pytest_configure
from tests.memory import shared as shared
from tests.memory import temporary as temporary
from tests.templates import copied
from tests.updating import history

ADDRESS = "https://groundplan.example/template.git"
NOW = "now"
_SOMEONE = ("-c", "user.name=Someone", "-c", "user.email=someone@localhost")


class Renders:
    """Renders of several releases, each made once and never changed. Implements `update.Render`.

    Several processes may share the folder of the renders.
    """

    def __init__(self, folder: Path, shared: Path | None = None) -> None:
        self._folder = folder
        self._made = shared or folder / "renders"
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
        """The folder of a render; the same for a few answers and for all that it recorded."""
        named = {"project_name": "try-it"} | dict(answers)
        asked = self._place(named, tag)
        if not asked.exists():
            draft = self._made / f"{asked.name}.{os.getpid()}"
            with remembering():
                rendered(self.template(tag), draft, named)
            history.answers_file(draft, ADDRESS, tag)
            whole = self._place(recorded(draft), tag)
            put(draft, whole)
            with suppress(FileExistsError):
                asked.symlink_to(whole.name)
        return asked.resolve()

    def _place(self, answers: Mapping[str, str], tag: str) -> Path:
        key = hashlib.sha256(json.dumps([tag, sorted(answers.items())]).encode()).hexdigest()[:16]
        return self._made / key

    def __call__(self, answers: Answers, workshop: Path, release: Release, name: str) -> Path:
        return self.fresh(answers, release.tag)

    def repository(self, answers: Mapping[str, str], tag: str, folder: Path) -> Path:
        """A user's repository, with the render as its first commit."""
        fresh = self.fresh(answers, tag)
        made = fresh.with_name(f"{fresh.name}.git")
        if not made.exists():
            draft = made.with_name(f"{made.name}.{os.getpid()}")
            shutil.copytree(fresh, draft)
            git("init", "--quiet", "--initial-branch=main", folder=draft)
            commit(draft, "rendered")
            put(draft, made)
        shutil.copytree(made, folder)
        return folder


def put(draft: Path, place: Path) -> None:
    """Move a folder to its place, unless another process, or other answers, had made it."""
    try:
        draft.rename(place)
    except OSError:
        shutil.rmtree(draft)


def recorded(project: Path) -> dict[str, str]:
    """All answers that a render wrote down."""
    held = yaml.safe_load((project / ".copier-answers.yml").read_text(encoding="utf-8"))
    return {name: value for name, value in held.items() if not name.startswith("_")}


def commit(folder: Path, message: str) -> None:
    git("add", "--all", folder=folder)
    git(
        *_SOMEONE, "commit", "--quiet", "--allow-empty", "--no-verify", "-m", message, folder=folder
    )


def release(tag: str) -> Release:
    return Release(ADDRESS, tag)


def files(folder: Path) -> dict[str, tuple[str, str | bytes]]:
    """What each file of a repository holds, and whether it can be executed."""
    found: dict[str, tuple[str, str | bytes]] = {}
    for path, folders, names in os.walk(folder):
        if Path(path) == folder and ".git" in folders:
            folders.remove(".git")
        for name in (*folders, *names):
            held = Path(path, name)
            told = str(held.relative_to(folder))
            if held.is_symlink():
                found[told] = ("link", str(held.readlink()))
            elif held.is_file():
                found[told] = (oct(held.stat().st_mode & 0o111), held.read_bytes())
    return found


def state(folder: Path) -> dict[str, object]:
    """Everything that an undo has to bring back: files and modes, the index, branches, HEAD."""
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
    return {"files": files(folder), **said}


@pytest.fixture(scope="session")
def renders(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Renders:
    return Renders(tmp_path_factory.mktemp("renders"), shared / "renders")


@pytest.fixture(scope="session")
def catalogue(renders: Renders) -> Catalogue:
    return renders.catalogue(NOW)
