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
from functools import cache
from pathlib import Path
from threading import Timer

from .settings import SandboxSettings

_LAUNCH = str(Path(__file__).with_name("launch.py"))
_PACKAGE = str(Path(__file__).parents[1])
_NOWHERE = "/dev/null"
# The system's programs and libraries: nothing of a home, of /etc or of this project.
_SYSTEM = ("/usr", "/bin", "/lib", "/lib64", "/opt", "/nix/store", "/etc/ld.so.cache")
_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONHASHSEED": "0"}
_BUILT_BYTES = 256 * 2**20
_COMPILER_BYTES = 4 * 2**30


@dataclass(frozen=True, slots=True)
class Limits:
    """What a command may use; where `alone`, it cannot start another process."""

    cpu_seconds: int
    memory_bytes: int
    file_bytes: int
    open_files: int
    alone: bool
    readable: tuple[str, ...]
    writable: tuple[str, ...]

    def words(self) -> list[str]:
        """Return the limits as `launch.py` takes them."""
        sizes = (self.cpu_seconds, self.memory_bytes, self.file_bytes, self.open_files)
        numbers = ",".join(str(int(number)) for number in (*sizes, self.alone))
        return [numbers, "\n".join(self.readable), "\n".join(self.writable)]


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
        self, command: Sequence[str], folder: Path, seconds: float, given: bytes = b""
    ) -> Finished:
        """Run what only computes: it reads its folder, and writes nothing but its output."""
        limits = Limits(
            cpu_seconds=math.ceil(seconds) + 1,
            memory_bytes=self.settings.memory_mb * 2**20,
            file_bytes=self.settings.output_kb * 1024,
            open_files=self.settings.open_files,
            alone=True,
            readable=(*_SYSTEM, sys.base_prefix, _PACKAGE, str(folder)),
            writable=(),
        )
        return _run(command, folder, seconds, given, limits)

    def build(
        self,
        command: Sequence[str],
        folder: Path,
        readable: Sequence[str] = (),
        writable: Sequence[str] = (),
    ) -> Finished:
        """Run a compiler: it starts its parts, and writes into its folder and what is its own."""
        limits = Limits(
            cpu_seconds=math.ceil(self.settings.compile_seconds) + 1,
            memory_bytes=_COMPILER_BYTES,
            file_bytes=_BUILT_BYTES,
            open_files=16 * self.settings.open_files,
            alone=False,
            readable=(*_SYSTEM, sys.base_prefix, *readable),
            writable=(str(folder), _NOWHERE, *writable),
        )
        return _run(command, folder, self.settings.compile_seconds, b"", limits)


def _run(
    command: Sequence[str], folder: Path, seconds: float, given: bytes, limits: Limits
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
            [sys.executable, "-I", "-S", _LAUNCH, *limits.words(), *command],
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
        said = errors.read(limits.file_bytes).decode(errors="replace")
        late = any(killed) or code == -signal.SIGXCPU
        return Finished(code, output.read(limits.file_bytes), said, took, late)


def _end(process: "subprocess.Popen[bytes]") -> bool:
    """Kill a process and all of its group; say whether it was still there."""
    if process.poll() is not None:
        return False
    os.killpg(process.pid, signal.SIGKILL)
    return True


@cache
def enforced() -> dict[str, bool]:
    """Return which limits hold on this machine, by what they limit."""
    limits = Limits(5, 2**30, 2**20, 64, True, (*_SYSTEM, sys.base_prefix, _PACKAGE), ())
    done = _run(["probe"], Path.cwd(), 10, b"", limits)
    files, calls = (word == b"1" for word in done.output.split() or [b"0", b"0"])
    return {
        "time": True,
        "output": True,
        "open files": True,
        # macOS has no limit on the address space.
        "memory": sys.platform == "linux",
        "files of others": files,
        "network and processes": calls,
    }


def described() -> str:
    """Return in a sentence what is limited here, and what is not."""
    held = [name for name, holds in enforced().items() if holds]
    missing = [name for name, holds in enforced().items() if not holds]
    lacking = f"; NOT limited on this machine: {', '.join(missing)}" if missing else ""
    return f"code runs with limits on {', '.join(held)}{lacking}"
