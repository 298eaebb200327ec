"""Limits itself, closes network and files where the kernel can, then becomes another program.

Started by `run.py` as `python -I -S confine.py ORDER PROGRAM…`, by its path: it imports
nothing but the standard library. With no PROGRAM it prints what the kernel enforces, as JSON.

Network: a network namespace without any interface, which needs an unprivileged user namespace.
Files: Landlock (Linux 5.13), reading Python and its libraries, writing the current folder.
"""

import ctypes
import json
import os
import resource
import struct
import sys
from contextlib import suppress

CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWNET = 0x08000000, 0x10000000, 0x40000000
PR_SET_NO_NEW_PRIVS = 38
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
PATH_BENEATH = 1
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, TRUNCATE, IOCTL_DEV = 1, 2, 4, 8, 1 << 14, 1 << 15
ON_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
# How many of the rights, in their order, each version of Landlock knows.
RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
READABLE = ("/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64", "/usr/share/zoneinfo")
DEVICES = ("/dev/null", "/dev/urandom", "/dev/zero", "/etc/ld.so.cache", "/etc/localtime")


def without_network() -> bool:
    """Enter a network of one's own, with no interface; False where that is not allowed."""
    with suppress(OSError, AttributeError):
        unshare = ctypes.CDLL(None, use_errno=True).unshare
        return bool(unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC) == 0)
    return False


def without_files(readable: list[str]) -> bool:
    """Leave nothing but Python and the current folder, for good; False without Landlock."""
    if not sys.platform.startswith("linux"):
        return False
    library = ctypes.CDLL(None, use_errno=True)
    version = library.syscall(CREATE_RULESET, None, 0, 1)
    if version < 1:
        return False
    every = (1 << RIGHTS.get(version, 16)) - 1
    # From version 4 on TCP is closed too, from 6 on signals to others and abstract sockets.
    asked = struct.pack("QQQ", every, 3, 3)[: 8 if version < 4 else 16 if version < 6 else 24]
    rules = library.syscall(CREATE_RULESET, asked, len(asked), 0)
    if rules < 0:
        return False

    def allow(path: str, rights: int) -> None:
        with suppress(OSError):
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
            rights &= every if os.path.isdir(path) else every & ON_A_FILE  # noqa: PTH112
            rule = struct.pack("=Qi", rights, place)
            library.syscall(ADD_RULE, rules, PATH_BENEATH, rule, 0)
            os.close(place)

    allow(".", every & ~EXECUTE)
    for path in (*READABLE, *readable):
        allow(path, EXECUTE | READ_FILE | READ_DIR)
    for path in DEVICES:
        allow(path, READ_FILE | WRITE_FILE)
    library.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return bool(library.syscall(RESTRICT_SELF, rules, 0) == 0)


def limit(seconds: int, memory: int, file_size: int) -> None:
    """Set hard limits of processor time, memory and sizes; no core, few files, no new process."""
    limits = {
        "RLIMIT_CPU": seconds,
        "RLIMIT_AS": memory,
        "RLIMIT_FSIZE": file_size,
        "RLIMIT_CORE": 0,
        "RLIMIT_NOFILE": 64,
        "RLIMIT_NPROC": 0,
    }
    for name, most in limits.items():
        with suppress(ValueError, OSError, AttributeError):
            kind = getattr(resource, name)
            hard = resource.getrlimit(kind)[1]
            most = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (most, most))


def main(order: str, *program: str) -> None:
    """Confine this process as a JSON object says, then become `program`."""
    asked = json.loads(order)
    network, files = without_network(), without_files(asked["readable"])
    if not program:
        print(json.dumps({"network": network, "files": files}))
        return
    limit(asked["seconds"], asked["memory"], asked["file_size"])
    os.execv(program[0], program)


if __name__ == "__main__":
    main(*sys.argv[1:])
