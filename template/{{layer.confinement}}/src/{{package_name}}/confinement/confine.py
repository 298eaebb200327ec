"""Puts up the walls around this process, for good, then becomes another program.

Started as `python -I -S confine.py ORDER PROGRAM…`, by its path: ORDER is what `confinement.py`
writes. With no PROGRAM it prints which walls hold, each as 0 or 1. Its start is part of every run,
so it imports next to nothing.

Files are closed by Landlock (https://docs.kernel.org/userspace-api/landlock.html), system calls by
a filter, capabilities are dropped, and where the kernel allows namespaces the program sees no
other process and no network. None of it needs a privilege, and all but namespaces work inside a
container.
"""

import ctypes
import marshal
import os
import resource
import struct
import sys
from typing import Any

# Of <sched.h>: other processes, network, shared memory and host name, as a user of its own.
APART = 0x10000000 | 0x20000000 | 0x40000000 | 0x08000000 | 0x04000000
NO_NEW_PRIVILEGES, PARENT_DEATH_SIGNAL, SECCOMP, FILTER = 38, 1, 22, 2
BOUNDING_READ, BOUNDING_DROP, AMBIENT, CLEAR_ALL = 23, 24, 47, 4
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, TRUNCATE, IOCTL_DEV = 1, 2, 4, 8, 1 << 14, 1 << 15
ON_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
# How many of the rights, in their order, each version of Landlock knows.
RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
# Python ignores these, and what is ignored stays so in the program.
SIGKILL, SIGPIPE, SIGXFSZ, DEFAULT = 9, 13, 25, None

library = ctypes.CDLL(None, use_errno=True)
linux = sys.platform == "linux"


def apart() -> bool:
    """Go on in namespaces of one's own; this process waits for that one, and ends as it does."""
    if not linux or library.unshare(APART) != 0:
        return False
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    told, telling = os.pipe()
    if first := os.fork():
        os.close(telling)
        die_with_parent()
        status = int.from_bytes(os.read(told, 4) or bytes([SIGKILL]), "little")
        os.waitpid(first, 0)
        end_as(status)
    # The first process of a namespace takes all others with it when it ends. It is deaf to most
    # signals, its own included, so the program is the second.
    die_with_parent()
    os.close(told)
    if second := os.fork():
        while True:
            ended, status = os.wait()
            if ended == second:
                os.write(telling, status.to_bytes(4, "little"))
                os._exit(0)
    die_with_parent()
    os.close(telling)
    return True


def end_as(status: int) -> None:
    """End with the code, or by the signal, by which another process did."""
    if os.WIFSIGNALED(status):
        library.signal(os.WTERMSIG(status), DEFAULT)
        os.kill(os.getpid(), os.WTERMSIG(status))
    os._exit(os.WEXITSTATUS(status))


def die_with_parent() -> None:
    """Be killed when the process that started this one ends."""
    if linux:
        library.prctl(PARENT_DEATH_SIGNAL, SIGKILL, 0, 0, 0)


def limit(limits: dict[str, int]) -> None:
    """Set what every Unix can limit; a lower limit that is there already stays."""
    for name, most in limits.items():
        kind = getattr(resource, name)
        hard = resource.getrlimit(kind)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind, (least, least))
        except (OSError, ValueError):
            # macOS refuses a limit on the address space.
            if name != "RLIMIT_AS":
                raise


def limit_files(readable: list[str], writable: list[str]) -> bool:
    """Leave nothing but these files and folders, and what lies in them; False without Landlock."""
    version = library.syscall(CREATE_RULESET, None, 0, 1) if linux else 0
    if version < 1:
        return False
    every = (1 << RIGHTS.get(version, 16)) - 1
    # From version 4 on TCP is closed too, from 6 on signals to others and abstract sockets.
    asked = struct.pack("QQQ", every, 3, 3)[: 8 if version < 4 else 16 if version < 6 else 24]
    rules = library.syscall(CREATE_RULESET, asked, len(asked), 0)
    if rules < 0:
        return False
    reading = EXECUTE | READ_FILE | READ_DIR
    for paths, rights in ((readable, reading), (writable, every & ~EXECUTE)):
        for path in paths:
            if not os.path.exists(path):  # noqa: PTH110 - pathlib costs half of the start
                continue
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
            allowed = every & (rights if os.path.isdir(path) else rights & ON_A_FILE)  # noqa: PTH112
            library.syscall(ADD_RULE, rules, 1, struct.pack("=Qi", allowed, place), 0)
            os.close(place)
    return bool(library.syscall(RESTRICT_SELF, rules, 0) == 0)


def drop_capabilities() -> bool:
    """Give up what root, or a namespace, may do; a program that is started gets none again."""
    if not linux:
        return False
    number = 0
    while library.prctl(BOUNDING_READ, number, 0, 0, 0) >= 0:
        library.prctl(BOUNDING_DROP, number, 0, 0, 0)
        number += 1
    library.prctl(AMBIENT, CLEAR_ALL, 0, 0, 0)
    return bool(library.capset(struct.pack("=Ii", 0x20080522, 0), bytes(24)) == 0)


def limit_calls(instructions: list[tuple[int, int, int, int]]) -> bool:
    """Put a filter of system calls before the kernel; False where there is none."""
    own = os.getpid()
    packed = b"".join(
        struct.pack("=HBBI", *jumps, own if value == -1 else value)
        for *jumps, value in instructions
    )
    held = ctypes.create_string_buffer(packed)
    program = struct.pack("HP", len(instructions), ctypes.addressof(held))
    return bool(packed and library.prctl(SECCOMP, FILTER, program, 0, 0) == 0)


def main(order: str, *program: str) -> None:
    """Confine this process as it was ordered, then become the program."""
    asked: dict[str, Any] = marshal.loads(bytes.fromhex(order))
    die_with_parent()
    if linux:
        library.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    separate = asked["apart"] and apart()
    limit(asked["limits"])
    for ignored in (SIGPIPE, SIGXFSZ):
        library.signal(ignored, DEFAULT)
    files = limit_files(asked["readable"], asked["writable"])
    powerless = drop_capabilities()
    calls = limit_calls(asked["filter"])
    if not calls and asked["processes"] != "any":
        limit({"RLIMIT_NPROC": 0})
    if program:
        os.execv(program[0], program)
    print(*map(int, (calls, files, powerless, separate)))


if __name__ == "__main__":
    main(*sys.argv[1:])
