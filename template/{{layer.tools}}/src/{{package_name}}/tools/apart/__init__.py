"""Work on what strangers wrote, in a process of its own: the kernel bounds its time and memory.

A parser or a database that is busy cannot be stopped from another thread; a process can. It is
Python without its packages, so that it is there after some hundredths of a second.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from ..tool import ToolError

_CHILD = Path(__file__).with_name("child.py")
# Where its libraries lie and which time it is; no key of ours.
_KEPT = ("LD_LIBRARY_PATH", "TZ")
# A machine under load takes its time to start a process.
_TO_START = 5.0
_STOPPED = (-signal.SIGXCPU, -signal.SIGKILL)


def apart(work: str, asked: dict[str, object], *, seconds: float, megabytes: int = 512) -> Any:
    """Return what `work` of the module of that name beside this one makes of its arguments.

    Arguments and result are what JSON can say. Raises ToolError, also for what takes longer than
    `seconds` on a processor or needs more than `megabytes`.
    """
    command = [sys.executable, "-I", "-S", str(_CHILD), work, str(seconds), str(megabytes)]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(asked).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
            timeout=seconds + _TO_START,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ToolError(f"it took longer than {seconds:.3g} s") from None
    if done.returncode in _STOPPED:
        raise ToolError(f"it took longer than {seconds:.3g} s")
    if done.returncode:
        raise ToolError(f"it cannot be done within {megabytes} MB")
    told = json.loads(done.stdout)
    if "failed" in told:
        raise ToolError(told["failed"])
    return told["answer"]
