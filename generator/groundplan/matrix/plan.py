"""Which steps a render calls for: its shape says so, whatever problem it solves.

Tests come first, while the folder is as it was rendered; then what its users would run.
"""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CONFTESTS = ("conftest.py", "tests/conftest.py", "tests/__init__.py")
# The names of the metrics that a render exports, as its service or its job serves them.
EXPORTED = ".exported-metrics.json"
TARGET = re.compile(r"^([a-z][a-z-]*):.*## ", re.M)


@dataclass(frozen=True)
class Step:
    """A step of `smoke/steps.py` under the name of the check that it is.

    Attributes:
        reads: Rendered files that decide about it though nothing shows that they are read.
        speaks: Whether it has to print something.
        leaves: Whether it leaves state in the folder, on which later steps work.
        writes: Files that it leaves and that no later step reads.
    """

    check: str
    step: str
    arguments: tuple[str, ...]
    reads: tuple[str, ...] = ()
    speaks: bool = False
    leaves: bool = False
    writes: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """What it is, wherever it runs."""
        return (self.check, self.step, *self.arguments)


def steps(folder: Path, python: Path) -> Iterator[Step]:
    """The steps of a render, in order.

    Args:
        folder: The render.
        python: The interpreter that its Makefile is to use.
    """
    for module in sorted(folder.glob("tests/test_*.py")):
        name = module.relative_to(folder).as_posix()
        yield Step(name, "tests", (name,), CONFTESTS)
    targets = _targets(folder)
    yield from _commanded(folder, python, "demo")
    for check, program, target in (("routes", "server", "serve"), ("job", "batch", "batch")):
        if any(folder.glob(f"src/*/{program}.py")):
            lines = _commands(folder, python, target)
            yield Step(check, "call", (check, EXPORTED, *lines), writes=(EXPORTED,))
    if "evaluate" in targets:
        yield from _commanded(folder, python, "evaluate")


def _commanded(folder: Path, python: Path, target: str) -> Iterator[Step]:
    *before, last = _commands(folder, python, target)
    for line in before:
        yield Step(target, "command", (line,), leaves=True)
    yield Step(target, "command", (last,), speaks=True, leaves=True)


def _targets(folder: Path) -> set[str]:
    files = (folder / "Makefile", *folder.glob("make/*.mk"))
    return {name for file in files for name in TARGET.findall(file.read_text(encoding="utf-8"))}


def _commands(folder: Path, python: Path, target: str) -> list[str]:
    """What `make` would run; a target that make does not know is run, so that it fails as such."""
    make = ("make", "--no-print-directory", f"PYTHON={python}", target)
    dry = subprocess.run([*make, "--dry-run"], cwd=folder, capture_output=True, text=True)
    lines = dry.stdout.replace("\\\n", " ").splitlines() if dry.returncode == 0 else []
    return lines or [" ".join(make)]
