"""A fleet of real repositories, what a user of git has set up, and lanes without processes."""

import shutil
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from groundplan.catalogue import load
from groundplan.fleet.result import Result
from groundplan.fleet.status import look
from groundplan.fleet.template import Template
from groundplan.fleet.update import Order, updated
from groundplan.git import git
from groundplan.matrix.cover import cases
from tests.memory import pytest_configure as pytest_configure
from tests.memory import shared as shared
from tests.memory import temporary as temporary
from tests.updating.conftest import Renders, commit, release
from tests.updating.conftest import renders as renders
from tests.updating.history import FIRST, SECOND, THIRD

RAG = next(case.answers for case in cases(load()) if case.problem == "rag")
CONFIG = "[user]\n\tname = Ada\n\temail = ada@localhost\n"
Update = Callable[..., Result]


@pytest.fixture(autouse=True)
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with an identity in it, and nothing else of whoever runs the tests."""
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text(CONFIG, encoding="utf-8")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    for name in ("GIT_CONFIG_GLOBAL", "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture(scope="session")
def template(renders: Renders) -> Template:
    """The third release, after two others."""
    return Template(renders.catalogue(THIRD), (FIRST, SECOND), renders, release(THIRD))


@pytest.fixture(scope="session")
def rendered(
    renders: Renders, template: Template, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A repository of the second release, to be copied; all that it is updated with is rendered."""
    folder = renders.repository(RAG, SECOND, tmp_path_factory.mktemp("fleet") / "repository")
    assert look(folder, template).fault is None
    return folder


@pytest.fixture
def repository(rendered: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Make another one, under a name."""
    return lambda name: Path(shutil.copytree(rendered, tmp_path / "fleet" / name, symlinks=True))


@pytest.fixture
def update(template: Template) -> Update:
    """Update one repository as a lane does, without its checks if nothing else is said."""

    def one(path: Path, checks: bool = False, pull_requests: bool = False) -> Result:
        return updated(path, Order(template, {}, checks, pull_requests))

    return one


def thread() -> Executor:
    """A lane in this process, where renders are remembered."""
    return ThreadPoolExecutor(1)


def write(folder: Path, name: str, text: str) -> None:
    """Write a file and commit it."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    commit(folder, f"{name} is mine")


def branches(folder: Path) -> list[str]:
    """All branches."""
    return git("for-each-ref", "--format=%(refname:short)", "refs/heads", folder=folder).split()


def conflicting(folder: Path) -> None:
    """Write what no merge can bring together with the third release."""
    readme = (folder / "README.md").read_text(encoding="utf-8")
    write(folder, "README.md", f"{readme}\nMine, where the template adds its own.\n")


def _append(file: Path, text: str) -> None:
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def _released(folder: Path, tag: str) -> None:
    file = folder / ".copier-answers.yml"
    text = file.read_text(encoding="utf-8")
    assert f"_commit: {SECOND}" in text
    write(folder, file.name, text.replace(f"_commit: {SECOND}", f"_commit: {tag}"))


def _begun_anew(folder: Path) -> None:
    shutil.rmtree(folder / ".git")
    git("init", folder=folder)


def _emptied(objects: Path) -> None:
    for path in objects.glob("??"):
        shutil.rmtree(path)


spoilers: dict[str, Callable[[Path], object]] = {
    "dirty": lambda folder: (folder / "README.md").write_text("x", encoding="utf-8"),
    "no git": lambda folder: shutil.rmtree(folder / ".git"),
    "no HEAD": lambda folder: (folder / ".git" / "HEAD").unlink(),
    "broken index": lambda folder: (folder / ".git" / "index").write_bytes(b"no index"),
    "odd answers": lambda folder: _append(folder / ".copier-answers.yml", "a: [1"),
    "binary answers": lambda folder: (folder / ".copier-answers.yml").write_bytes(b"\xff\xfe\0"),
    "no commit": _begun_anew,
    "lost objects": lambda folder: _emptied(folder / ".git" / "objects"),
    "merging": lambda folder: (folder / ".git" / "MERGE_HEAD").write_text(
        git("rev-parse", "HEAD", folder=folder)
    ),
    "newer": partial(_released, tag="v99.0.0"),
    "no release": partial(_released, tag="0a1b2c3"),
}
