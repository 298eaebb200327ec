"""Lock every dependency: `make lock`, or `make lock KEEP=1` to keep the versions that still fit.

`requirements/run.txt` is what Groundplan itself needs, `dev.txt` adds its developers' tools.
What the layers ask for is resolved once, all together. `locks/` holds the result for the template:
each requirement with the packages that it brings, and each package's hashes; a rendered
repository's lock is the union of its requirements' packages. `requirements/renders.txt` is the
same resolution as one file, so that every combination can be tested in one environment. There
PyTorch and CUDA are left out: which build is right depends on the machine. No file names an index.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
ROOT = HERE.parent
LOCKS = ROOT / "locks"
# The same options as in the template's Makefile: `make lock` of a render changes nothing at first.
COMPILE = [
    *(sys.executable, "-m", "uv", "pip", "compile", "--universal", "--python-version", "3.11"),
    *("--no-emit-index-url", "--no-header", "--no-annotate", "--quiet"),
]
KEEP = bool(os.environ.get("KEEP"))
# PyTorch, and what only its build for CUDA brings.
CUDA = re.compile(r"(torch|triton|(nvidia|cuda)-[a-z0-9-]+)==")
ENTRY = re.compile(r"(?P<pin>\S+==\S+)(?: ; (?P<marker>[^\\\n]*[^\\\n ]))?")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Package:
    """One entry of a requirements file, and its text with the line break at its end."""

    pin: str
    marker: str
    hashes: list[str]
    text: str


def packages(compiled: str) -> Iterator[Package]:
    """The entries of what `uv pip compile` wrote."""
    for text in re.split(r"(?m)^(?=\S)", compiled):
        found = ENTRY.match(text)
        if found:
            yield Package(found["pin"], found["marker"] or "", HASH.findall(text), text)


def layer_requirements() -> list[str]:
    """Every requirement of every layer, once, sorted."""
    layers = yaml.safe_load((ROOT / "blueprints" / "layers.yml").read_text(encoding="utf-8"))
    return sorted(
        {
            requirement
            for layer in layers.values()
            for kind in ("dependencies", "development")
            for requirement in layer.get(kind, [])
        }
    )


def compiled(*arguments: str, given: str | None = None, previous: str = "") -> str:
    """What uv makes of some requirements, preferring the versions of `previous`.

    Raises:
        CalledProcessError: They do not fit together; uv's own message is on standard error.
    """
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "lock.txt"
        target.write_text(previous, encoding="utf-8")
        subprocess.run(
            [*COMPILE, *arguments, "--output-file", str(target)],
            cwd=ROOT,
            # A build that only this machine has must not be locked.
            env={name: value for name, value in os.environ.items() if name != "UV_FIND_LINKS"},
            input=given,
            text=True,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        return target.read_text(encoding="utf-8")


def lock_file(name: str, *source: str, given: str | None = None) -> None:
    """Compile one of the files of Groundplan itself."""
    target = HERE / name
    print(f"{target.relative_to(ROOT)} …", flush=True)
    previous = target.read_text(encoding="utf-8") if KEEP and target.exists() else ""
    target.write_text(compiled(*source, "--generate-hashes", given=given, previous=previous))


def lock_layers() -> None:
    """Resolve what all layers ask for, and write `renders.txt` and the template's `locks/`."""
    requirements = layer_requirements()
    print(f"renders.txt and locks/ ({len(requirements)} requirements of layers) …", flush=True)
    renders = HERE / "renders.txt"
    union = compiled(
        *("-", "--generate-hashes"),
        given="\n".join(requirements),
        previous=renders.read_text(encoding="utf-8") + previous_cuda() if KEEP else "",
    )
    everything = list(packages(union))
    renders.write_text("".join(found.text for found in everything if not CUDA.match(found.pin)))
    with tempfile.TemporaryDirectory() as folder:
        constraints = Path(folder) / "union.txt"
        constraints.write_text(union, encoding="utf-8")
        brought = {
            requirement: {
                found.pin: found.marker
                for found in packages(
                    compiled("-", "--constraint", str(constraints), given=requirement)
                )
            }
            for requirement in requirements
        }
    write(
        "closures.json",
        {
            "torch": next(found.pin for found in everything if found.pin.startswith("torch==")),
            "cuda": [found.pin for found in everything if CUDA.match(found.pin)],
            "requirements": brought,
        },
    )
    write("hashes.json", {found.pin: found.hashes for found in everything})


def previous_cuda() -> str:
    """The versions of PyTorch and CUDA that were locked before; `renders.txt` has none."""
    held = LOCKS / "closures.json"
    pins = json.loads(held.read_text(encoding="utf-8"))["cuda"] if held.exists() else []
    return "".join(f"{pin}\n" for pin in pins)


def write(name: str, data: Mapping[str, Any]) -> None:
    """Write JSON with one value a line, which makes a readable difference."""
    text = json.dumps(data, indent=1)
    (LOCKS / name).write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """Lock Groundplan itself, then the layers."""
    lock_file("uv.txt", "-", given="uv\n")
    lock_file("run.txt", "pyproject.toml")
    lock_file("dev.txt", "pyproject.toml", "--group", "dev")
    lock_layers()


if __name__ == "__main__":
    main()
