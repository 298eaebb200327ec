"""Renders installed from their own files into empty environments: `make installs`.

Each distinct set of dependencies is tried in the first combination that has it: two of them a
day, in turn; `ALL=1` takes all, `SETS=name,name` those. PyTorch's builds for the CPU come from the
index that the render names, or, where pip is configured to find a local build, from there.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from groundplan.catalogue import load
from groundplan.matrix.installs import DependencySet, chosen, distinct
from groundplan.matrix.model import Case
from tests.templates import copied, rendered

SETS = {case.name: wanted for wanted, case in distinct(load()).items()}
CASES = chosen(
    list(distinct(load()).values()),
    os.environ.get("INSTALLS", ""),
    turn=datetime.now(UTC).toordinal(),
)
LOCAL_BUILD = re.compile(r"^[^=]*\.find-links='(.+)'$", re.MULTILINE)
INSTALLATION = re.compile(r"uv pip install (.+)")
MODULE = re.compile(r'"-m", "([\w.]+)"')
PIN = re.compile(r"^\S+==\S+", re.MULTILINE)
# What belongs to the environment that runs the tests.
OURS = re.compile(r"VIRTUAL_ENV|PYTHON|MAKE|MFLAGS|PYTEST|UV_FIND_LINKS|UV_NO_SOURCES")
OFFLINE = {
    **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9"),
    "NO_PROXY": "127.0.0.1,localhost",
    "HF_HUB_OFFLINE": "1",
}


def machine(wanted: DependencySet) -> dict[str, str]:
    """This machine's environment, and where it has a local build of PyTorch, the way to it."""
    kept = {name: value for name, value in os.environ.items() if not OURS.match(name)}
    kept["PATH"] = os.pathsep.join(
        folder
        for folder in kept["PATH"].split(os.pathsep)
        if Path(folder).parent != Path(sys.prefix)
    )
    configured = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True
    )
    local = LOCAL_BUILD.search(configured.stdout)
    if wanted.torch_cpu and local:
        kept |= {"UV_FIND_LINKS": local[1], "UV_NO_SOURCES": "1"}
    return kept


class Project:
    """A rendered repository and a machine on which somebody works with it."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.environment = environment

    def run(self, *command: str | Path, **extra: str) -> str:
        """What a command said; fails the test with all of it if its exit code is not 0."""
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment | extra,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=900,
        )
        assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}"
        return done.stdout

    def read(self, name: str) -> str:
        """The text of one of its files."""
        return (self.folder / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("template"))


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def project(request: pytest.FixtureRequest, template: Path, tmp_path: Path) -> Iterator[Project]:
    case: Case = request.param
    wanted = SETS[case.name]
    answers = {**case.answers, "project_name": "fresh-install"}
    made = Project(rendered(template, tmp_path / "project", answers), machine(wanted))
    named = tomllib.loads(made.read("pyproject.toml"))
    assert tuple(named["project"]["dependencies"]) == wanted.dependencies
    assert tuple(named["dependency-groups"]["dev"]) == wanted.development
    assert ("torch-cpu" in named["dependency-groups"]) == wanted.torch_cpu
    print(f"again: make installs SETS={case.name}")
    yield made
    shutil.rmtree(tmp_path)


def test_a_render_installs_from_its_own_files_and_runs(project: Project) -> None:
    project.run("make", "setup")
    assert project.run("make", "demo", **OFFLINE).strip()
    # Every test module can be imported: nothing comes from elsewhere.
    project.run(".venv/bin/python", "-m", "pytest", "--collect-only", "-q", **OFFLINE)

    # What the image gets is enough to start from, without the development group.
    dockerfile = project.read("Dockerfile")
    project.run(sys.executable, "-m", "venv", "--without-pip", "image")
    for arguments in INSTALLATION.findall(dockerfile):
        install = (sys.executable, "-m", "uv", "pip", "install", "--python", "image")
        project.run(*install, *arguments.split())
    (started,) = set(MODULE.findall(dockerfile))
    project.run("image/bin/python", "-c", f"import {started}", **OFFLINE)

    # A local build is for one machine, so that a lock made with it would differ.
    if "UV_FIND_LINKS" not in project.environment:
        locks = ("requirements.txt", "requirements-dev.txt")
        shipped = [PIN.findall(project.read(lock)) for lock in locks]
        project.run("make", "lock")
        assert [PIN.findall(project.read(lock)) for lock in locks] == shipped
