"""A rendered repository on its way into a container: its state, its image, what compose says."""

import os
import re
import shlex
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.templates import ROOT

PYTHON = ROOT / ".venv-renders" / "bin" / "python"
KEY = "key-of-the-image-test"
# What compose and the `docker` package call by the same names.
SAME = ("environment", "user", "read_only", "cap_drop", "security_opt", "init")
FOLDERS = ("data", "reports", "var")


@dataclass(frozen=True)
class Declared:
    """What `compose.yaml` says of the one service that is built here.

    Attributes:
        options: The same for `containers.create` of the `docker` package.
        port: Where the container listens; None for a job.
        grace: How many seconds it has to stop.
    """

    options: Mapping[str, Any]
    port: int | None
    grace: int


def prepare(folder: Path, target: str) -> list[str]:
    """Do what comes before the last command of `make TARGET`; return that command.

    Everything is made by the repository's own targets, as its user would: the demo, then what
    the target needs.
    """
    _run("make", "--no-print-directory", "demo", f"PYTHON={PYTHON}", folder=folder)
    dry = ("make", "--no-print-directory", "--dry-run", target, f"PYTHON={PYTHON}")
    *before, last = _run(*dry, folder=folder).splitlines()
    for line in before:
        _run("sh", "-c", line, folder=folder)
    return shlex.split(last)


def _run(*command: str, folder: Path) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": "src"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}"
    return done.stdout


def declared(folder: Path, own_user: str) -> Declared:
    """Read `compose.yaml` as `make` has it read: for the owner of the folder.

    Args:
        folder: The repository.
        own_user: Of the image, as `uid:gid`; it is taken where root is the owner.
    """
    owner = folder.stat()
    user = f"{owner.st_uid}:{owner.st_gid}" if owner.st_uid else own_user
    given = {"APP_USER": user, "SERVICE_API_KEYS": KEY}
    text = (folder / "compose.yaml").read_text(encoding="utf-8")
    text = re.sub(r"\$\{(\w+)[^}]*\}", lambda found: given[found[1]], text)
    services = yaml.safe_load(text)["services"].values()
    (service,) = (service for service in services if "build" in service)
    options = {name: service[name] for name in SAME}
    options["tmpfs"] = dict.fromkeys(service["tmpfs"], "")
    options["volumes"] = [f"{folder}{mounted.removeprefix('.')}" for mounted in service["volumes"]]
    ports = [int(port.rpartition(":")[2]) for port in service.get("ports", [])]
    grace = int(service.get("stop_grace_period", "10s").removesuffix("s"))
    return Declared(options, ports[0] if ports else None, grace)


def hand_over(folder: Path, user: str) -> None:
    """Give the mounted folders to the user of the container, as `make up` does for root."""
    owner, group = map(int, user.split(":"))
    for name in FOLDERS:
        (folder / name).mkdir(exist_ok=True)
        for path in (folder / name, *(folder / name).rglob("*")):
            os.chown(path, owner, group)


def written(folder: Path) -> int:
    """How many bytes of JSONL, in which jobs keep their results, lie in the mounted folders."""
    total = 0
    for place, _, files in (found for name in FOLDERS for found in os.walk(folder / name)):
        for file in (file for file in files if file.endswith(".jsonl")):
            # A job may take its own files away meanwhile.
            with suppress(FileNotFoundError):
                total += Path(place, file).stat().st_size
    return total
