"""Combinations rendered by Copier itself, and run in the environment that `make setup` makes."""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.templates import ROOT, copied, rendered

PYTHON = ROOT / ".venv-renders" / "bin" / "python"
MACHINE = ("PATH", "HOME", "LANG", "TMPDIR", "SSL_CERT_FILE")
UNREACHABLE = "http://127.0.0.1:9"
ALONE = {
    **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), UNREACHABLE),
    "NO_PROXY": "127.0.0.1,localhost",
    "HF_HUB_OFFLINE": "1",
    "OMP_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "COLUMNS": "100",
}


@dataclass(frozen=True)
class Render:
    """A rendered repository and how to run something in it."""

    path: Path

    def run(self, *command: str) -> str:
        """What `command` printed; fails the test with all of it if its exit code is not 0."""
        done = subprocess.run(
            command,
            cwd=self.path,
            env={name: os.environ[name] for name in MACHINE if name in os.environ} | ALONE,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=600,
        )
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}"
        return done.stdout

    def make(self, *targets: str) -> str:
        """Run targets of the rendered Makefile with the prepared environment."""
        return self.run("make", "--no-print-directory", f"PYTHON={PYTHON}", *targets)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template as it stands in the working tree."""
    return copied(tmp_path_factory.mktemp("template"))


@pytest.fixture
def render(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Render]:
    """Render answers into one folder of this worker: mypy's cache is keyed by path and pays off."""
    base = tmp_path_factory.getbasetemp()

    def render_here(answers: Mapping[str, str]) -> Render:
        target, cache = base / "project", base / "mypy-cache"
        if (target / ".mypy_cache").exists():
            shutil.rmtree(cache, ignore_errors=True)
            shutil.move(target / ".mypy_cache", cache)
        shutil.rmtree(target, ignore_errors=True)
        rendered(template, target, answers)
        if cache.exists():
            shutil.move(cache, target / ".mypy_cache")
        return Render(target)

    return render_here
