"""Where a run keeps what it renders: in memory where there is room, and gone when it ends."""

import os
import shutil
import tempfile
from pathlib import Path

# SQLite and the like wait for a disk again and again.
MEMORY, ROOM = Path("/dev/shm"), 2**31  # bytes
PREFIX = "groundplan-matrix-"


def made() -> Path:
    """A new folder; the folders of processes that were killed are removed on the way."""
    roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    place = MEMORY if roomy else Path(tempfile.gettempdir())
    for folder in place.glob(f"{PREFIX}*-*"):
        process = folder.name.removeprefix(PREFIX).partition("-")[0]
        if process.isdecimal() and not Path("/proc", process).exists():
            shutil.rmtree(folder, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=place)).resolve()
