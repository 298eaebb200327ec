"""A copy of the project with two real releases, made as `make release` makes them."""

import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from groundplan.releasing import RECORD
from tests.unit.test_wheel import copy_of_the_project, run

FIRST, SECOND = "0.0.8", "0.0.9"
README = "template/{{layer.rag}}/README.md.jinja"
ADDED = "Of the second release."


@dataclass(frozen=True)
class Released:
    """The checkout, and the wheels unpacked: each is a folder to put on Python's path."""

    checkout: Path
    wheels: dict[str, Path]

    @property
    def checked_out(self) -> str:
        """A path for Python: the checkout's code, and what makes it say that it is the second."""
        metadata = self.wheels[SECOND].with_name("metadata")
        return f"{self.checkout / 'generator'}:{metadata}"


def made(folder: Path) -> Released:
    """Two releases, the second of which says more in its README."""
    checkout = copy_of_the_project(folder / "checkout")
    # Its history begins here, so what was released before it is none of its own.
    (checkout / RECORD).unlink(missing_ok=True)
    run("git", "init", "--quiet", "--initial-branch=main", folder=checkout)
    for name, value in (("name", "Someone"), ("email", "someone@localhost")):
        run("git", "config", f"user.{name}", value, folder=checkout)
    wheels = {}
    for version in (FIRST, SECOND):
        if version == SECOND:
            readme = checkout / README
            readme.write_text(f"{readme.read_text(encoding='utf-8')}\n{ADDED}\n", encoding="utf-8")
        commit(checkout, version)
        done = release(checkout)
        assert done.returncode == 0, done.stdout
        wheels[version] = folder / version
        with zipfile.ZipFile(checkout / "dist" / f"groundplan-{version}-py3-none-any.whl") as held:
            held.extractall(wheels[version])
    name = f"groundplan-{SECOND}.dist-info"
    (folder / "metadata").mkdir()
    (folder / "metadata" / name).symlink_to(wheels[SECOND] / name)
    return Released(checkout, wheels)


def rendered(releases: Released, folder: Path) -> dict[str, Path]:
    """What each release makes of the same answers, by its wheel."""
    answers = ("-d", "project_name=try-it", "-d", "problem=rag", "-d", "source=local", "--yes")
    projects = {}
    for version, wheel in releases.wheels.items():
        projects[version] = folder / f"of-{version.replace('.', '-')}"
        new = ("groundplan", "new", projects[version], *answers)
        done = python(*new, path=wheel, folder=folder)
        assert done.returncode == 0, done.stdout
    return projects


def commit(checkout: Path, version: str) -> None:
    """Commit everything as a version that is not released yet."""
    file = checkout / "pyproject.toml"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    text = "".join(
        f'version = "{version}"\n' if line.startswith("version = ") else line for line in lines
    )
    file.write_text(text, encoding="utf-8")
    run("git", "add", "--all", folder=checkout)
    run("git", "commit", "--quiet", "--allow-empty", "-m", version, folder=checkout)


def release(checkout: Path) -> subprocess.CompletedProcess[str]:
    """`make release` without the installation of its environment."""
    return python("groundplan.releasing", path=checkout / "generator", folder=checkout.parent)


def python(
    *command: str | Path, path: Path | str, folder: Path
) -> subprocess.CompletedProcess[str]:
    """Run a module of Groundplan from a place that comes before the one that is tested here."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    isolated = {"HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1", "PYTHONPATH": str(path)}
    return subprocess.run(
        (sys.executable, "-m", *command),
        cwd=folder,
        env=kept | isolated,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
    )
