"""What this machine has, and which hardware is proposed."""

from pathlib import Path

import pytest

from groundplan.catalogue import Catalogue
from groundplan.machine import Machine, detect


@pytest.mark.parametrize(
    ("machine", "hardware"),
    [
        (Machine(8, 16.0), "cpu"),
        (Machine(8, 16.0, "Apple"), "cpu"),
        (Machine(8, 64.0, "NVIDIA", 1, 24.0), "gpu"),
        (Machine(8, 64.0, "NVIDIA", 4, 80.0), "multi-gpu"),
        (Machine(8, 64.0, "NVIDIA", 1, 2.0), "cpu"),
        (Machine(4, 3.7), "edge"),
    ],
)
def test_the_proposal_follows_the_machine(
    catalogue: Catalogue, machine: Machine, hardware: str
) -> None:
    assert machine.hardware == hardware
    assert hardware in catalogue.values["hardware"]


def smi(folder: Path, *lines: str) -> Path:
    program = folder / "nvidia-smi"
    program.write_text("#!/bin/sh\n" + "\n".join(lines) + "\n")
    program.chmod(0o755)
    return program


def test_gpus_are_counted_and_the_smallest_memory_is_taken(tmp_path: Path) -> None:
    program = smi(tmp_path, "echo 81920", "echo 40960")
    found = detect(str(program), driver=tmp_path)
    assert (found.accelerator, found.gpus, found.gpu_memory_gib) == ("NVIDIA", 2, 40.0)
    assert "2 NVIDIA GPUs, 40 GiB each" in str(found)


@pytest.mark.parametrize("lines", [("exit 9",), ("echo no devices were found",), ()])
def test_a_driver_that_fails_is_no_gpu(tmp_path: Path, lines: tuple[str, ...]) -> None:
    assert detect(str(smi(tmp_path, *lines)), driver=tmp_path).gpus == 0


def test_without_a_driver_the_program_is_not_started(tmp_path: Path) -> None:
    program = smi(tmp_path, f"touch {tmp_path}/started", "echo 81920")
    found = detect(str(program), driver=tmp_path / "missing")
    assert found.cores >= 1
    assert found.memory_gib > 0
    assert not (tmp_path / "started").exists()
