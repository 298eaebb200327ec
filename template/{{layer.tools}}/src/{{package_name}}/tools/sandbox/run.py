"""Starts a confined program, reads a bounded part of what it says, and ends it and its group."""

import json
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
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Limits:
    """What a program may use: seconds by the clock, memory and each file in bytes, characters."""

    seconds: float = 10.0
    memory: int = 512_000_000
    file_size: int = 10_000_000
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

    def __str__(self) -> str:
        by = {True: "the kernel", False: "an audit hook only"}
        return f"network closed by {by[self.network]}, files by {by[self.files]}"


@cache
def enforced() -> Enforced:
    """Try what can be enforced here, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        tried = subprocess.run(
            confined([], Limits()),
            cwd=folder,
            env=_environment(folder),
            capture_output=True,
            text=True,
        )
    return Enforced(**json.loads(tried.stdout)) if tried.returncode == 0 else Enforced(False, False)


def run(program: str, limits: Limits | None = None) -> Outcome:
    """Run Python code in a folder of its own, which is gone afterwards."""
    limits = limits or Limits()
    command = confined([sys.executable, "-I", "-B", str(_HERE / "fence.py")], limits)
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        # A file and not a pipe: a program that is not read would stop its writer.
        tempfile.TemporaryFile() as source,
    ):
        source.write(program.encode(errors="replace"))
        source.seek(0)
        process = subprocess.Popen(
            command,
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=_environment(folder),
            start_new_session=True,
        )
        try:
            return _watched(process, limits)
        finally:
            # Also what it started: the whole session ends here.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if process.stdout:
                process.stdout.close()


def confined(program: list[str], limits: Limits) -> list[str]:
    """The command line that confines itself to Python and the current folder, then runs another."""
    order = {
        "seconds": int(limits.seconds) + 1,
        "memory": limits.memory,
        "file_size": limits.file_size,
        "readable": [
            *sorted(set(sysconfig.get_paths().values())),
            f"{sys.base_prefix}/lib",
            f"{sys.prefix}/pyvenv.cfg",
            os.path.realpath(sys.executable),
            str(_HERE / "fence.py"),
        ],
    }
    return [sys.executable, "-I", "-S", str(_HERE / "confine.py"), json.dumps(order), *program]


def _watched(process: "subprocess.Popen[bytes]", limits: Limits) -> Outcome:
    assert process.stdout is not None
    said, deadline = bytearray(), time.monotonic() + limits.seconds
    stream = process.stdout.fileno()
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([stream], [], [], left)[0]:
            return _outcome(said, -1, f"it ran longer than {limits.seconds:.3g} s")
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


def _outcome(said: bytearray, code: int, ended: str) -> Outcome:
    return Outcome(said.decode("utf-8", "replace"), code, ended)


def _environment(folder: str) -> dict[str, str]:
    """Nothing of this process's environment, where keys may be."""
    return {"HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"}
