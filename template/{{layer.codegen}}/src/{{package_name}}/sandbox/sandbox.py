"""A folder of its own for each piece of work, and commands that run in it with limits."""

import math
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

from ..confinement import LIBRARIES, Confinement, confined, walls
from .settings import SandboxSettings

_NOWHERE = "/dev/null"
# The system's programs and libraries: nothing of a home, of /etc or of this project.
_SYSTEM = (*LIBRARIES, "/usr", "/bin", "/opt", "/nix/store", sys.base_prefix)
_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONHASHSEED": "0"}
_BUILT_BYTES = 256 * 2**20
_COMPILER_BYTES = 4 * 2**30
# What is read of what a command says on its error stream.
_TOLD_BYTES = 2**20


@dataclass(frozen=True, slots=True)
class Finished:
    """How a command ended: with a code, by a signal (a negative code), or killed because `late`."""

    code: int
    output: bytes
    errors: str
    seconds: float
    late: bool


class Sandbox:
    """Runs commands with limits; may be used from several threads."""

    def __init__(self, settings: SandboxSettings) -> None:
        self.settings = settings

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """Make a new folder, which is removed afterwards."""
        self.settings.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.settings.folder) as name:
            yield Path(name).absolute()

    def run(
        self,
        command: Sequence[str],
        folder: Path,
        seconds: float,
        given: bytes = b"",
        readable: Sequence[str] = (),
    ) -> Finished:
        """Run what only computes: it reads its folder, and writes nothing but its output."""
        confinement = Confinement(
            cpu_seconds=math.ceil(seconds) + 1,
            memory=self.settings.memory_mb * 2**20,
            file_size=self.settings.output_kb * 1024,
            open_files=self.settings.open_files,
            processes="one",
            readable=(*_SYSTEM, *readable, str(folder)),
        )
        return _run(command, folder, seconds, given, confinement)

    def build(
        self,
        command: Sequence[str],
        folder: Path,
        readable: Sequence[str] = (),
        writable: Sequence[str] = (),
    ) -> Finished:
        """Run a compiler: it starts its parts, and writes into its folder and what is its own."""
        confinement = Confinement(
            cpu_seconds=math.ceil(self.settings.compile_seconds) + 1,
            memory=_COMPILER_BYTES,
            file_size=_BUILT_BYTES,
            open_files=16 * self.settings.open_files,
            processes="any",
            readable=(*_SYSTEM, *readable),
            writable=(str(folder), _NOWHERE, *writable),
        )
        return _run(command, folder, self.settings.compile_seconds, b"", confinement)


def _run(
    command: Sequence[str], folder: Path, seconds: float, given: bytes, confinement: Confinement
) -> Finished:
    with (
        tempfile.TemporaryFile() as source,
        tempfile.TemporaryFile() as output,
        tempfile.TemporaryFile() as errors,
    ):
        source.write(given)
        source.seek(0)
        begun = time.perf_counter()
        process = subprocess.Popen(
            confined(list(command), confinement),
            cwd=folder,
            env=_ENVIRONMENT | {"TMPDIR": str(folder), "HOME": str(folder)},
            stdin=source,
            stdout=output,
            stderr=errors,
            # A group of its own, so that all of it can be ended.
            start_new_session=True,
        )
        killed: list[bool] = []
        timer = Timer(seconds, lambda: killed.append(_end(process)))
        timer.start()
        try:
            code = process.wait()
        except BaseException:
            _end(process)
            raise
        finally:
            timer.cancel()
        took = time.perf_counter() - begun
        # Parts of a compiler that is gone may be at work still.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        for file in (output, errors):
            file.seek(0)
        said = errors.read(_TOLD_BYTES).decode(errors="replace")
        late = any(killed) or code == -signal.SIGXCPU
        return Finished(code, output.read(confinement.file_size), said, took, late)


def _end(process: "subprocess.Popen[bytes]") -> bool:
    """Kill a process and all of its group; say whether it was still there."""
    if process.poll() is not None:
        return False
    os.killpg(process.pid, signal.SIGKILL)
    return True


def enforced() -> dict[str, bool]:
    """Return which limits hold on this machine, by what they limit."""
    held = walls()
    return {
        "time": True,
        "output": True,
        "open files": True,
        # macOS has no limit on the address space.
        "memory": sys.platform == "linux",
        "files of others": held.files,
        "network, processes and the machine": held.calls,
    }


def described() -> str:
    """Return in a sentence what is limited here, and what is not."""
    held = [name for name, holds in enforced().items() if holds]
    missing = [name for name, holds in enforced().items() if not holds]
    lacking = f"; NOT limited on this machine: {', '.join(missing)}" if missing else ""
    return f"code runs with limits on {', '.join(held)}{lacking}"
