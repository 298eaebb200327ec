"""The command line that confines itself before it becomes a program, and what holds it here."""

import marshal
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .system_calls import Processes, program_of_filter

_CONFINE = str(Path(__file__).with_name("confine.py"))
# Where the system's libraries lie: nothing of a home, of /etc or of this project.
LIBRARIES = ("/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64", "/etc/ld.so.cache")


@dataclass(frozen=True, slots=True)
class Confinement:
    """What a program may use: sizes in bytes, paths of files and folders.

    What is readable can be executed, too; what is writable cannot. `processes` says whether it may
    start threads, or any other process. `apart` asks for namespaces of its own where they are to
    be had.
    """

    cpu_seconds: int
    memory: int
    file_size: int
    open_files: int
    processes: Processes
    readable: tuple[str, ...]
    writable: tuple[str, ...] = ()
    apart: bool = True


@dataclass(frozen=True, slots=True)
class Walls:
    """What this machine's kernel holds: each needs its help, and no privilege.

    Attributes:
        calls: A filter of system calls: sockets, signals and limits of others, the machine.
        files: Landlock: all but the files that were named.
        capabilities: What root may do, where it is root.
        apart: Namespaces: other processes are not seen, and there is no network.
    """

    calls: bool = False
    files: bool = False
    capabilities: bool = False
    apart: bool = False


def confined(program: list[str], confinement: Confinement) -> list[str]:
    """Return the command that runs a program, named by its path, within its walls."""
    asked = {
        "processes": confinement.processes,
        "limits": {
            "RLIMIT_CPU": confinement.cpu_seconds,
            "RLIMIT_AS": confinement.memory,
            "RLIMIT_FSIZE": confinement.file_size,
            "RLIMIT_NOFILE": confinement.open_files,
            "RLIMIT_CORE": 0,
        },
        "readable": list(confinement.readable),
        "writable": list(confinement.writable),
        "apart": confinement.apart,
        "filter": program_of_filter(confinement.processes),
    }
    # Reading JSON takes as long as all else that happens before the program runs.
    order = marshal.dumps(asked).hex()
    return [sys.executable, "-I", "-S", _CONFINE, order, *program]


@cache
def walls() -> Walls:
    """Try what holds here, in a process of its own."""
    tried = subprocess.run(
        confined([], Confinement(5, 2**30, 2**20, 64, "one", ())), capture_output=True, check=False
    )
    held = [word == b"1" for word in tried.stdout.split()]
    return Walls(*held) if tried.returncode == 0 and len(held) == 4 else Walls()
