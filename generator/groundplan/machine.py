"""What this machine has, and which hardware answer suits it. No heavy library is imported."""

import os
import platform
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

GIBIBYTE = 1024**3
_DRIVER = Path("/dev/nvidiactl")
_SMALL_DEVICE = 4.5  # GiB; boards sold with 4 GiB report a little less, laptops have 8 or more
_USEFUL_GPU = 6.0  # GiB; below that no language model of use fits


@dataclass(frozen=True)
class Machine:
    """Processor cores, main memory and accelerators."""

    cores: int
    memory_gib: float
    accelerator: str = ""
    gpus: int = 0
    gpu_memory_gib: float = 0.0

    @property
    def hardware(self) -> str:
        """The answer to `hardware` that suits it; a proposal, not a limit."""
        if self.accelerator == "NVIDIA" and self.gpu_memory_gib >= _USEFUL_GPU:
            return "multi-gpu" if self.gpus > 1 else "gpu"
        return "edge" if self.memory_gib < _SMALL_DEVICE else "cpu"

    def __str__(self) -> str:
        """One line for people."""
        parts = [f"{self.cores} cores", f"{self.memory_gib:.0f} GiB of memory"]
        if self.gpus:
            parts.append(
                f"{self.gpus} NVIDIA GPU{'s' * (self.gpus > 1)}, {self.gpu_memory_gib:.0f} GiB each"
            )
        elif self.accelerator:
            parts.append(f"{self.accelerator} GPU with shared memory")
        else:
            parts.append("no accelerator")
        return ", ".join(parts)


def detect(query: str = "nvidia-smi", driver: Path = _DRIVER) -> Machine:
    """Look at this machine: milliseconds, or up to 3 s where an NVIDIA driver has to wake up.

    Args:
        query: NVIDIA's program that lists GPUs.
        driver: The device that its driver makes; without it the program is not started.
    """
    cores = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIBIBYTE
    gpus, gpu_memory = _nvidia(query, driver)
    if gpus:
        return Machine(cores, memory, "NVIDIA", gpus, gpu_memory)
    if platform.system() == "Darwin" and platform.machine() == "arm64":
        return Machine(cores, memory, "Apple")
    return Machine(cores, memory)


def _nvidia(query: str, driver: Path) -> tuple[int, float]:
    """The number of NVIDIA GPUs and the memory of the smallest in GiB."""
    program = shutil.which(query)
    if program is None or (platform.system() == "Linux" and not driver.exists()):
        return 0, 0.0
    command = [program, "--query-gpu=memory.total", "--format=csv,noheader,nounits"]
    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=3, check=True).stdout
        mebibytes = [float(line) for line in said.split()]
    except (OSError, subprocess.SubprocessError, ValueError):
        return 0, 0.0
    return len(mebibytes), min(mebibytes, default=0.0) / 1024
