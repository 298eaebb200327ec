"""How long `groundplan fleet update` takes for each of forty edited repositories."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from groundplan.git import git
from tests.templates import new_repository
from tests.updating.conftest import commit

REPOSITORIES, CORES = 40, 2
GROUNDPLAN = (sys.executable, "-m", "groundplan")
SOMEONE = {"GIT_AUTHOR_NAME": "Someone", "GIT_AUTHOR_EMAIL": "someone@localhost"}


def fleet_seconds_per_repository() -> float:
    """Wall-clock seconds of one run divided by forty, on two cores.

    Each repository has an answer changed and edits that merge; both sides are rendered for each,
    and each update is committed on a branch of its own. Their own checks are skipped.
    """
    with tempfile.TemporaryDirectory() as scratch:
        made, fleet = new_repository(Path(scratch, "made")), Path(scratch, "fleet")
        for number in range(REPOSITORIES):
            folder = Path(shutil.copytree(made, fleet / f"project-{number:02}"))
            with (folder / "README.md").open("a", encoding="utf-8") as readme:
                readme.write(f"\nKept by team {number}.\n")
            (folder / "notes.md").write_text(f"Team {number}\n", encoding="utf-8")
            commit(folder, "Edited")
        seconds = _updated(fleet, Path(scratch, "state"))
        branches = [git("branch", "--list", "groundplan/*", folder=one) for one in fleet.iterdir()]
        assert all(branches)
        assert len(branches) == REPOSITORIES
    return seconds / REPOSITORIES


def _updated(fleet: Path, state: Path) -> float:
    cores = sorted(os.sched_getaffinity(0))[:CORES]
    begun = time.perf_counter()
    subprocess.run(
        (
            *("taskset", "--cpu-list", ",".join(map(str, cores)), *GROUNDPLAN, "fleet", "update"),
            *(str(fleet), "-d", "source=hybrid", "--skip-checks", "--jobs", str(CORES)),
        ),
        env={**os.environ, **_identity(), "XDG_STATE_HOME": str(state)},
        stdin=subprocess.DEVNULL,
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - begun


def _identity() -> dict[str, str]:
    return SOMEONE | {name.replace("AUTHOR", "COMMITTER"): held for name, held in SOMEONE.items()}


if __name__ == "__main__":
    print(f"fleet_seconds_per_repository: {fleet_seconds_per_repository():.3f}")
