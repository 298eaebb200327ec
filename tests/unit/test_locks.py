"""The locks are current, complete and portable; off-line, from what `make lock` wrote."""

import json
import re
import subprocess
from itertools import product
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement

from groundplan.catalogue import load

ROOT = Path(__file__).resolve().parents[2]
CLOSURES = json.loads((ROOT / "locks/closures.json").read_text(encoding="utf-8"))
BROUGHT: dict[str, dict[str, str]] = CLOSURES["requirements"]
HASHES: dict[str, list[str]] = json.loads((ROOT / "locks/hashes.json").read_text(encoding="utf-8"))
RENDERS = (ROOT / "requirements/renders.txt").read_text(encoding="utf-8")
AGAIN = "run `make lock KEEP=1`"
PLATFORMS = [("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "arm64"), ("win32", "AMD64")]
MACHINES = [
    {
        "python_version": python,
        "python_full_version": f"{python}.6",
        "sys_platform": system,
        "platform_machine": machine,
        "platform_system": {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}[system],
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }
    for python, (system, machine) in product(("3.11", "3.12", "3.13", "3.14"), PLATFORMS)
]


def installed(pins: dict[str, str], machine: dict[str, str]) -> dict[str, str]:
    """The version of each package on a machine; fails where there would be two."""
    found: dict[str, str] = {}
    for pin, marker in pins.items():
        name, version = pin.split("==")
        if not marker or Marker(marker).evaluate(machine):
            assert found.setdefault(name, version) == version, f"{name} on {machine}"
    return found


def test_every_requirement_of_a_layer_is_locked_and_nothing_else() -> None:
    asked = {
        requirement
        for layer in load().layers.values()
        for requirement in (*layer.dependencies, *layer.development)
    }
    assert set(BROUGHT) == asked, AGAIN


@pytest.mark.parametrize("requirement", BROUGHT)
def test_a_locked_version_is_one_that_was_asked_for(requirement: str) -> None:
    wanted = Requirement(requirement)
    for machine in MACHINES:
        version = installed(BROUGHT[requirement], machine).get(wanted.name)
        assert version is not None, f"{requirement} on {machine}"
        assert version in wanted.specifier, AGAIN


def test_any_requirements_go_together() -> None:
    for machine in MACHINES:
        together: dict[str, str] = {}
        for pins in BROUGHT.values():
            for name, version in installed(pins, machine).items():
                assert together.setdefault(name, version) == version, name


def test_every_package_has_hashes_and_none_is_left_over() -> None:
    assert set(HASHES) == {pin for pins in BROUGHT.values() for pin in pins}
    for pin, digests in HASHES.items():
        assert digests, pin
        assert all(re.fullmatch(r"[0-9a-f]{64}", digest) for digest in digests), pin


def test_what_is_shipped_is_what_the_matrix_tests_with() -> None:
    blocks = {
        block.split()[0]: re.findall(r"sha256:([0-9a-f]{64})", block)
        for block in re.split(r"(?m)^(?=\S)", RENDERS)
        if block
    }
    assert {pin: HASHES[pin] for pin in set(HASHES) - set(CLOSURES["cuda"])} == blocks


def test_the_shared_environment_gets_the_pytorch_of_the_locks() -> None:
    installation = subprocess.run(
        ["make", "--dry-run", "--always-make", "RENDERS=elsewhere", "elsewhere/installed"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert re.findall(r"torch==[0-9.]+", installation) == [CLOSURES["torch"]]
    assert CLOSURES["torch"] in CLOSURES["cuda"]


@pytest.mark.parametrize(
    "path",
    [*ROOT.glob("locks/*.json"), *ROOT.glob("requirements/*.txt")],
    ids=lambda path: path.name,
)
def test_no_lock_holds_an_address_or_a_path(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"://|(?m:^--?\w)|/|\\[^\n]", text)
    assert "+cpu" not in text
