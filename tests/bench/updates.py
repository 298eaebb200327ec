"""What updates cost and keep: against fresh renders, against Copier, against kills and edits."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from groundplan import identity
from tests.templates import ROOT, published
from tests.updating.conftest import NOW, Renders, commit, state
from tests.updating.edges import edges
from tests.updating.working import updated

EXAMPLES, KILLS, TIMES = 1000, 200, 3
ASKED = ("-d", "source=hybrid")


def edges_equal_to_fresh() -> dict[str, float]:
    """Every edge of the graph of combinations, updated and compared byte for byte."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        renders = Renders(folder / "renders")
        every = list(edges(renders.catalogue(NOW)))
        equal = 0
        for number, edge in enumerate(every):
            project = renders.repository(edge.before, NOW, folder / str(number))
            updated(renders, project, edge.given, NOW)
            fresh = renders.fresh(edge.after, NOW)
            equal += state(project)["files"] == state(fresh)["files"]
            shutil.rmtree(project)
    return {"update_edges_total": len(every), "update_edges_equal_to_fresh": equal}


def examples_without_loss() -> float:
    """Random edits and updates in which nothing was lost; one loss raises CalledProcessError."""
    _tried("test_nothing_lost.py", UPDATE_EXAMPLES=str(EXAMPLES))
    return EXAMPLES


def kills_restored() -> float:
    """Updates killed at random and undone to the byte; one that is not raises as well."""
    _tried("test_kill.py", UPDATE_KILLS=str(KILLS))
    return KILLS


def seconds() -> dict[str, float]:
    """One changed answer in a `rag` repository, by `groundplan update` and by `copier update`.

    Both are processes of their own, take turns, and start from the same committed repository;
    ours holds the plan and the safety, too. Medians of three.
    """
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        template = published(folder, identity.tag())
        environment = {**os.environ, identity.SETTING: str(template), "GIT_CONFIG_NOSYSTEM": "1"}
        groundplan = (sys.executable, "-m", "groundplan")
        copier = (sys.executable, "-m", "copier", "update")
        made = folder / "made"
        new = ("new", str(made), "-d", "problem=rag", "-d", "source=local", "--yes")
        _run((*groundplan, *new), folder, environment)
        (made / "README.md").write_text("# Ours\n", encoding="utf-8")
        commit(made, "edited")
        commands = {
            "ours": (*groundplan, "update", "--in-place", "--skip-checks", *ASKED),
            "copier": (*copier, "--defaults", "--quiet", "--vcs-ref", ":current:", *ASKED),
        }
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for turn in range(TIMES):
            for name, command in commands.items():
                place = shutil.copytree(made, folder / f"{name}-{turn}", symlinks=True)
                begun = time.perf_counter()
                _run(command, place, environment)
                taken[name].append(time.perf_counter() - begun)
    ours, theirs = (statistics.median(taken[name]) for name in commands)
    return {"update_seconds": ours, "update_seconds_vs_copier": ours / theirs}


def _run(command: tuple[str, ...], folder: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    # 3: ours says with its exit code that there is a conflict; Copier says nothing.
    assert done.returncode in (0, 3), done.stdout + done.stderr


def _tried(module: str, **settings: str) -> None:
    tests = (sys.executable, "-m", "pytest", "-q", "-n", "2", f"tests/updating/{module}")
    subprocess.run(tests, cwd=ROOT, env=os.environ | settings, check=True, stdout=sys.stderr)
