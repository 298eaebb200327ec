"""The wheel: built, installed into an empty environment, and used from another folder, off-line."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from groundplan import flattening, identity, source

ROOT = Path(__file__).resolve().parents[2]
# Read as installed, from whatever folder the machine keeps its Python packages in.
LIBRARIES = [entry for entry in sys.path if entry.endswith("site-packages")]


def run(*command: str | Path, folder: Path, **extra: str) -> str:
    """Run a command without this session's settings; fails the test with what it said."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=kept | {"HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"} | extra,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def copy_of_the_project(folder: Path) -> Path:
    """The project as a checkout holds it, without what was built in it."""
    ignored = shutil.ignore_patterns("__pycache__", ".*_cache", "_template")
    for part in (*source.PARTS, "generator"):
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, folder / part, ignore=ignored)
    for file in (path for path in ROOT.iterdir() if path.is_file()):
        if file.name != ".git":  # a file in a worktree: the copy would commit to its branch
            shutil.copy2(file, folder / file.name)
    return folder


def build(project: Path, kind: str) -> Path:
    """Build with the environment's own hatchling, which needs no network."""
    run(sys.executable, "-m", "hatchling", "build", "-t", kind, folder=project)
    (built,) = (project / "dist").glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("project")
    return build(copy_of_the_project(project), "wheel")


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment with the wheel in it; only its dependencies are borrowed from ours."""
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv", folder=folder)
    (packages,) = (folder / "venv" / "lib").glob("python*/site-packages")
    installing = ("pip", "--python", str(folder / "venv"), "install", "--no-deps", "--no-index")
    run(sys.executable, "-m", *installing, wheel, folder=folder)
    (packages / "borrowed.pth").write_text("\n".join(LIBRARIES) + "\n")
    return folder / "venv" / "bin" / "groundplan"


def test_it_renders_from_another_folder_and_for_a_team_mate(
    installed: Path, wheel: Path, tmp_path: Path
) -> None:
    said = run(installed, "new", "wheel-docs", folder=tmp_path)
    assert "make demo" in said
    made = tmp_path / "wheel-docs"
    answers = yaml.safe_load((made / ".copier-answers.yml").read_text())
    assert (answers["_src_path"], answers["_commit"]) == (identity.published(), identity.tag())

    elsewhere = tmp_path / "published.git"
    with zipfile.ZipFile(wheel) as held:
        bundle = Path(held.extract(f"groundplan/_template/{source.BUNDLE}", tmp_path))
    run("git", "clone", "--quiet", "--bare", bundle, elsewhere, folder=tmp_path)
    published = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{elsewhere}.insteadOf",
        "GIT_CONFIG_VALUE_0": identity.published(),
    }
    updating = (sys.executable, "-m", "copier", "update", "--quiet", "--defaults", made)
    run(*updating, folder=tmp_path, **published)
    assert run("git", "status", "--porcelain", folder=made) == ""


def test_it_knows_the_catalogue(installed: Path, tmp_path: Path) -> None:
    from groundplan.catalogue import load
    from groundplan.matrix.cover import cases

    listed = run(installed, "matrix", "list", folder=tmp_path).splitlines()
    assert len(listed) == len(cases(load()))
    assert (
        "no question"
        in subprocess.run(
            [installed, "explain", "-d", "nonsense=1"], capture_output=True, text=True, check=False
        ).stderr
    )


def test_everything_beside_the_code_comes_along(wheel: Path) -> None:
    package = ROOT / "generator" / "groundplan"
    beside = {
        path.relative_to(package.parent).as_posix()
        for path in package.rglob("*")
        if path.suffix in {".html", ".css", ".js"}
    }
    with zipfile.ZipFile(wheel) as held:
        assert {"groundplan/matrix/report/page.html"} <= beside <= set(held.namelist())


def test_the_same_files_give_the_same_commit(tmp_path: Path) -> None:
    commits = set()
    for name in ("one", "two"):
        repository = tmp_path / f"{name}.git"
        flattening.empty(repository)
        commits.add(flattening.flatten(ROOT, repository, "v9"))
        flattening.bundle(repository, tmp_path / f"{name}.bundle")
    assert len(commits) == 1
    assert (tmp_path / "one.bundle").read_bytes() == (tmp_path / "two.bundle").read_bytes()


def test_a_wheel_built_from_the_source_distribution_is_the_same(
    wheel: Path, tmp_path: Path
) -> None:
    project = wheel.parents[1]
    (tmp_path / "unpacked").mkdir()
    run("tar", "--extract", "--file", build(project, "sdist"), folder=tmp_path / "unpacked")
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    with zipfile.ZipFile(wheel) as first, zipfile.ZipFile(build(unpacked, "wheel")) as second:
        assert sorted(first.namelist()) == sorted(second.namelist())
        for name in first.namelist():
            assert first.read(name) == second.read(name), name


def test_older_releases_travel_along(tmp_path: Path) -> None:
    project = copy_of_the_project(tmp_path)
    someone = ("-c", "user.name=Someone", "-c", "user.email=someone@localhost")
    run("git", "init", "--quiet", folder=project)
    run("git", "add", "--all", folder=project)
    run("git", *someone, "commit", "--quiet", "-m", "first", folder=project)
    run("git", "tag", "v0.0.9", folder=project)
    with zipfile.ZipFile(build(project, "wheel")) as held:
        bundle = held.extract(f"groundplan/_template/{source.BUNDLE}", tmp_path / "out")
    listed = run("git", "bundle", "list-heads", bundle, folder=project)
    assert "refs/tags/v0.0.9" in listed
    assert f"refs/tags/{identity.tag()}" in listed
