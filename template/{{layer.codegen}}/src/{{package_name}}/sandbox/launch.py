"""Limits this process, then becomes the command.

`python -I -S launch.py NUMBERS READABLE WRITABLE COMMAND...`: NUMBERS are those of
`sandbox.Limits` in their order, with commas; the next two are paths, one on a line. With `probe`
for a command it prints which of the limits that need the kernel's help hold here: of files, of
system calls.

It runs as a program of its own because limits cannot be taken back. Its start is part of every run,
so it imports next to nothing.

Files are limited by Landlock (https://docs.kernel.org/userspace-api/landlock.html), sockets and
processes by a seccomp filter (https://docs.kernel.org/userspace-api/seccomp_filter.html). Both need
no privilege, hold for root too, and work inside a container, where namespaces are often refused.
"""

import ctypes
import errno
import os
import resource
import sys

_NO_NEW_PRIVILEGES, _PARENT_DEATH_SIGNAL, _SECCOMP, _FILTER = 38, 1, 22, 2
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR, _TRUNCATE = 1, 2, 4, 8, 1 << 14
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE

# Of each machine: its number in the kernel's audit, then the numbers of its system calls.
_MACHINES = {
    "x86_64": (0xC000003E, {"socket": 41, "kill": 62, "ptrace": 101}, [56, 57, 58]),
    "aarch64": (0xC00000B7, {"socket": 198, "kill": 129, "ptrace": 117}, [220]),
}
_IO_URING_SETUP, _PIDFD_SEND_SIGNAL, _CLONE3 = 425, 424, 435
_X32 = 0x40000000
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _ERROR, _KILL = 0x7FFF0000, 0x00050000, 0x80000000

# Python ignores these, and what is ignored stays so in the command.
_SIGKILL, _SIGPIPE, _SIGXFSZ, _DEFAULT = 9, 13, 25, None

_libc = ctypes.CDLL(None, use_errno=True)


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("true", ctypes.c_uint8),
        ("false", ctypes.c_uint8),
        ("k", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("filter", ctypes.POINTER(_Instruction)))


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def limit_files(readable: list[str], writable: list[str]) -> bool:
    """Leave nothing but these folders and files, and what lies in them; say whether that holds."""
    if sys.platform != "linux":
        return False
    version = _libc.syscall(_CREATE_RULESET, None, 0, 1)
    if version < 1:
        return False
    every = (1 << min(12 + version, 15)) - 1
    # From version 6 on signals and abstract sockets stay inside, too.
    rules = _Ruleset(every, 0, 3 if version >= 6 else 0)
    size = 24 if version >= 6 else 8
    ruleset = _libc.syscall(_CREATE_RULESET, ctypes.byref(rules), size, 0)
    if ruleset < 0:
        return False
    for paths, access in ((readable, _EXECUTE | _READ_FILE | _READ_DIR), (writable, every)):
        for path in paths:
            if not os.path.exists(path):  # noqa: PTH110 - pathlib costs half of the start
                continue
            folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
            allowed = access if os.path.isdir(path) else access & _OF_FILES  # noqa: PTH112
            beneath = _Beneath(allowed & every, folder)
            _libc.syscall(_ADD_RULE, ruleset, 1, ctypes.byref(beneath), 0)
            os.close(folder)
    return bool(_libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0)


def limit_calls(alone: bool) -> bool:
    """Refuse sockets, signals and tracing, and new processes where `alone`; say whether so."""
    machine = os.uname().machine
    if sys.platform != "linux" or machine not in _MACHINES:
        return False
    number, refused, starting = _MACHINES[machine]
    errors = dict.fromkeys([*refused.values(), _IO_URING_SETUP, _PIDFD_SEND_SIGNAL], errno.EACCES)
    if alone:
        # Told that clone3 does not exist, the C library takes clone.
        errors |= {**dict.fromkeys(starting, errno.EAGAIN), _CLONE3: errno.ENOSYS}
    code = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, number),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _KILL),
    ]
    for call, error in errors.items():
        code += [(_EQUAL, 0, 1, call), (_RETURN, 0, 0, _ERROR | error)]
    code.append((_RETURN, 0, 0, _ALLOW))
    instructions = (_Instruction * len(code))(*[_Instruction(*line) for line in code])
    program = _Program(len(code), instructions)
    return bool(_libc.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)


def limit_resources(cpu_seconds: int, memory: int, file: int, open_files: int) -> None:
    """Set what every Unix can limit, sizes in bytes; a lower limit that is there already stays."""
    wanted = {
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_FSIZE: file,
        resource.RLIMIT_NOFILE: open_files,
        resource.RLIMIT_CORE: 0,
    }
    for kind, value in wanted.items():
        _, hard = resource.getrlimit(kind)
        least = value if hard == resource.RLIM_INFINITY else min(value, hard)
        try:
            resource.setrlimit(kind, (least, least))
        except (OSError, ValueError):
            # macOS refuses a limit on the address space.
            if kind != resource.RLIMIT_AS:
                raise


def main(numbers: str, readable: str, writable: str, *command: str) -> None:
    """Limit, then become the command."""
    if sys.platform == "linux":
        _libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        _libc.prctl(_PARENT_DEATH_SIGNAL, _SIGKILL, 0, 0, 0)
    files = limit_files(readable.split("\n"), writable.split("\n"))
    *sizes, alone = map(int, numbers.split(","))
    limit_resources(*sizes)
    for ignored in (_SIGPIPE, _SIGXFSZ):
        _libc.signal(ignored, _DEFAULT)
    calls = limit_calls(bool(alone))
    if command == ("probe",):
        print(int(files), int(calls))
    else:
        os.execv(command[0], command)


if __name__ == "__main__":
    main(*sys.argv[1:])
