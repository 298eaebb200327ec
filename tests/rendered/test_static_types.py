"""mypy in a fork that finds the libraries loaded: it says what mypy says."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from groundplan.matrix.static import typecheck
from groundplan.matrix.static.programs import CHECKOUT, THEIRS
from groundplan.matrix.static.typecheck import CACHE, CONFIGURATION, PYPROJECT, MypyServer

PORTS = """
import numpy as np
from pydantic import BaseModel

class Score(BaseModel):
    value: float

def scores(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[Score]:
    return [Score(value=float(value)) for value in values]
"""
TEST = """
import numpy as np
from package.ports import scores

def test_scores() -> None:
    assert scores(np.zeros(3))[0].value == 0.0
"""


@pytest.fixture(scope="module")
def server() -> Iterator[MypyServer]:
    server = MypyServer()
    yield server
    server.close()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    configuration = CONFIGURATION.search((CHECKOUT / PYPROJECT).read_text(encoding="utf-8"))
    assert configuration
    folder = tmp_path / "project"
    for name, text in {
        "pyproject.toml": configuration[0],
        "src/package/__init__.py": "",
        "src/package/ports.py": PORTS,
        "tests/test_ports.py": TEST,
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def plain(project: Path, cache: Path) -> list[str]:
    """What `mypy` says, started afresh."""
    shutil.copytree(CACHE, cache)
    done = subprocess.run(
        [THEIRS / "mypy", "--cache-dir", cache, "--no-error-summary"],
        cwd=project,
        capture_output=True,
        text=True,
    )
    return (done.stdout + done.stderr).splitlines()


def test_the_same_is_said_as_by_mypy(server: MypyServer, project: Path, tmp_path: Path) -> None:
    assert server.check(project) == []

    ports, tests = project / "src/package/ports.py", project / "tests/test_ports.py"
    ports.write_text(PORTS.replace("list[Score]", "list[str]"), encoding="utf-8")
    tests.write_text(f"{TEST}\ndef untyped(x): return scores(x, nothing)\n", encoding="utf-8")
    (project / "src/package/new.py").write_text("import nonesuch\n", encoding="utf-8")
    said = server.check(project)

    assert sorted(said) == sorted(plain(project, tmp_path / "cache"))
    assert {line.partition(":")[0] for line in said} == {
        "src/package/new.py",
        "src/package/ports.py",
        "tests/test_ports.py",
    }


def test_what_stops_mypy_is_told_and_the_next_render_is_checked(
    server: MypyServer, project: Path
) -> None:
    broken = project / "src/package/broken.py"
    broken.write_text("def f(:\n", encoding="utf-8")
    assert "[syntax]" in server.check(project)[0]

    broken.unlink()
    assert server.check(project) == []


def test_a_configuration_of_its_own_is_followed(server: MypyServer, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.mypy]\nfiles = ["a.py"]\n', encoding="utf-8")
    (tmp_path / "a.py").write_text("def untyped(x): return x\nnumber: int = ''\n", encoding="utf-8")
    (said,) = server.check(tmp_path)
    assert said.startswith("a.py:2: error: Incompatible types in assignment")


def test_the_same_files_are_asked_about_once(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from groundplan.matrix.model import Case, Render

    asked = []

    class Counting:
        def check(self, folder: Path) -> list[str]:
            asked.append(folder)
            return []

    monkeypatch.setattr(typecheck, "_server", lambda process: Counting())
    again = Path(shutil.copytree(project, tmp_path / "again"))
    for folder in (project, again):
        assert typecheck.types(Render(Case({}), folder)) == []
    assert asked == [project]
