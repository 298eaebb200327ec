"""How a step ends: in time or not, and with whatever it started. Standard library, Linux only."""

import os
import select
import signal
import time
from contextlib import suppress
from pathlib import Path

GRACE = 0.5


def ended(child: int, seconds: float) -> bool:
    """Wait for the end of a child; kill it, and what it started, when its time is up."""
    descriptor = os.pidfd_open(child)
    try:
        if select.select([descriptor], [], [], seconds)[0]:
            return True
        # It says where it is, and then it is over.
        os.kill(child, signal.SIGUSR1)
        select.select([descriptor], [], [], GRACE)
        os.killpg(child, signal.SIGKILL)
        return False
    finally:
        os.close(descriptor)


def end_leftovers() -> list[str]:
    """Kill what the step left running, and name it; what is just ending has a moment to do so."""
    until = time.monotonic() + GRACE
    while children := _children():
        if time.monotonic() > until:
            return [_killed(process) for process in children]
        for process in children:
            with suppress(ChildProcessError):
                os.waitpid(process, os.WNOHANG)
        time.sleep(0.005)
    return []


def _killed(process: int) -> str:
    command = Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ")
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    return command.decode(errors="replace").strip() or str(process)


def _children() -> list[int]:
    """Processes whose parent is this one; orphans of a step come here, it being their subreaper."""
    text = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii")
    return [int(process) for process in text.split()]
