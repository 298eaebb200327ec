"""The catalogue, and the command line as a person meets it: a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from groundplan.catalogue import Catalogue, load
from tests.memory import pytest_configure as pytest_configure
from tests.memory import shared as shared
from tests.memory import temporary as temporary
from tests.unit import released
from tests.unit.released import Released

KEPT = ("PATH", "LANG", "TMPDIR", "PYTHONPATH")


@dataclass(frozen=True)
class Outcome:
    """How a run of the command line ended."""

    code: int
    output: str
    error: str

    def sentence(self) -> str:
        """The one sentence that told what went wrong; fails the test if there is more or less."""
        lines = self.error.strip().splitlines()
        assert len(lines) == 1, self.error
        assert lines[0].startswith("groundplan: "), self.error
        assert self.code in (1, 2), self.code
        return lines[0].removeprefix("groundplan: ")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The project's own catalogue."""
    return load()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker runs all that needs the two releases, or each would make them."""
    for item in items:
        if "two_releases" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("two releases"))


@pytest.fixture(scope="session")
def two_releases(shared: Path) -> Released:
    """A copy of the project with two releases; it is not to be changed."""
    folder = shared / "released"
    folder.mkdir()  # Fails in a second worker: one is to make them for all.
    return released.made(folder)


@pytest.fixture(scope="session")
def of_release(two_releases: Released, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A repository by each release, from the same answers; they are not to be changed."""
    return released.rendered(two_releases, tmp_path_factory.mktemp("rendered"))


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A home without settings, and a git that nobody has introduced themselves to."""
    home = tmp_path / "home"
    home.mkdir()
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return kept | {"HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1", "COLUMNS": "100"}


@pytest.fixture
def command(environment: dict[str, str], tmp_path: Path) -> Callable[..., Outcome]:
    """Run `groundplan` in a folder of its own, with its input closed."""

    def run(*arguments: str, folder: Path | None = None, **extra: str) -> Outcome:
        done = subprocess.run(
            [sys.executable, "-m", "groundplan", *arguments],
            cwd=folder or tmp_path,
            env=environment | extra,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )
        return Outcome(done.returncode, done.stdout, done.stderr)

    return run
