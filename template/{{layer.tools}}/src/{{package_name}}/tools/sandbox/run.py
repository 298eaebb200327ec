"""Starts a confined program, reads a bounded part of what it says, and ends it and its group."""

import os
import select
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ...confinement import LIBRARIES, Confinement, confined, walls

_FENCE = str(Path(__file__).with_name("fence.py"))
_READABLE = ("/usr/share/zoneinfo", "/etc/localtime", "/dev/urandom", "/dev/zero")
_LOOKS_A_SECOND = 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What a program may use: seconds by the clock, bytes of memory, of a file, of all, of output.

    Its folder is looked at while it runs, so it may hold more for a moment.
    """

    seconds: float = 10.0
    memory: int = 512_000_000
    file_size: int = 10_000_000
    folder_size: int = 50_000_000
    files: int = 1_000
    output: int = 50_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a program said on both its streams, its exit code, and why it was ended, if it was."""

    output: str
    code: int
    ended: str = ""


@dataclass(frozen=True, slots=True)
class Enforced:
    """What the kernel of this machine enforces; the audit hook and the limits hold everywhere."""

    network: bool
    files: bool
    processes: bool

    def __str__(self) -> str:
        by = {True: "the kernel", False: "an audit hook only"}
        return (
            f"network closed by {by[self.network]}, files by {by[self.files]}, "
            f"other processes and the machine by {by[self.processes]}"
        )


def enforced() -> Enforced:
    """Try what can be enforced here, in a process of its own."""
    held = walls()
    return Enforced(held.calls or held.apart, held.files, held.calls)


def run(program: str, limits: Limits | None = None) -> Outcome:
    """Run Python code in a folder of its own, which is gone afterwards."""
    limits = limits or Limits()
    program_of_fence = [sys.executable, "-I", "-S", "-B", _FENCE]
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        # A file and not a pipe: a program that is not read would stop its writer.
        tempfile.TemporaryFile() as source,
    ):
        source.write(program.encode(errors="replace"))
        source.seek(0)
        process = subprocess.Popen(
            confined(program_of_fence, confinement(folder, limits)),
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=_environment(folder),
            start_new_session=True,
        )
        try:
            return _watched(process, Path(folder), limits)
        finally:
            # Also what it started: the whole session ends here.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if process.stdout:
                process.stdout.close()


def confinement(folder: str, limits: Limits) -> Confinement:
    """The walls of Python and one folder."""
    return Confinement(
        cpu_seconds=int(limits.seconds) + 1,
        memory=limits.memory,
        file_size=limits.file_size,
        open_files=64,
        processes="threads",
        readable=(*LIBRARIES, *_READABLE, *_python(), _FENCE),
        writable=(folder, "/dev/null"),
    )


def _python() -> list[str]:
    """Where this Python and its standard library lie."""
    library = sysconfig.get_paths()
    return [
        *(library["stdlib"], library["platstdlib"], f"{sys.base_prefix}/lib"),
        *(f"{sys.prefix}/pyvenv.cfg", os.path.realpath(sys.executable)),
    ]


def _watched(process: "subprocess.Popen[bytes]", folder: Path, limits: Limits) -> Outcome:
    assert process.stdout is not None
    said, deadline = bytearray(), time.monotonic() + limits.seconds
    stream = process.stdout.fileno()
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            return _outcome(said, -1, f"it ran longer than {limits.seconds:.3g} s")
        ready = select.select([stream], [], [], min(left, 1 / _LOOKS_A_SECOND))[0]
        if excess := _excess(folder, limits):
            return _outcome(said, -1, excess)
        if not ready:
            continue
        piece = os.read(stream, 65_536)
        if not piece:
            break
        said += piece
        if len(said) > limits.output:
            return _outcome(said[: limits.output], -1, f"it said more than {limits.output:,} bytes")
    try:
        code = process.wait(timeout=max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        return _outcome(said, -1, f"it ran longer than {limits.seconds:.3g} s")
    reason = ""
    if code < 0:
        reason = f"it was ended by {signal.Signals(-code).name}"
    return _outcome(said, code, reason)


def _excess(folder: Path, limits: Limits) -> str:
    """Say what the folder holds too much of, if it does."""
    folders, size, files = [folder], 0, 0
    with suppress(FileNotFoundError):
        while folders:
            try:
                entries = list(os.scandir(folders.pop()))
            except PermissionError:
                return "it made a folder that cannot be looked into"
            for entry in entries:
                files += 1
                if entry.is_dir(follow_symlinks=False):
                    folders.append(Path(entry.path))
                else:
                    size += entry.stat(follow_symlinks=False).st_blocks * 512
            if size > limits.folder_size:
                return f"its files hold more than {limits.folder_size:,} bytes"
            if files > limits.files:
                return f"it made more than {limits.files:,} files"
    return ""


def _outcome(said: bytearray, code: int, ended: str) -> Outcome:
    return Outcome(said.decode("utf-8", "replace"), code, ended)


def _environment(folder: str) -> dict[str, str]:
    """Nothing of this process's environment, where keys may be."""
    return {"HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}
