"""Which system calls are refused, as a program for the kernel's seccomp filter.

The filter (https://docs.kernel.org/userspace-api/seccomp_filter.html) sees numbers, not what a
pointer leads to: where a path or a process would have to be looked at, the whole call is refused.
"""

import errno
import os
import sys
from collections.abc import Iterator
from typing import Literal

Processes = Literal["one", "threads", "any"]
Instruction = tuple[int, int, int, int]
# Stands for the number of the process that will be filtered: `confine.py` puts it there.
OWN = -1

_AUDITED = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32 = 0x40000000
_LOAD, _AND, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
_ALLOW, _ERROR, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_WHOLE = 0xFFFFFFFF

# Names with their numbers on x86-64 and on aarch64, where None has no such call.
_REFUSED = """
socket 41 198, connect 42 203, bind 49 200, listen 50 201, accept 43 202, accept4 288 242
ptrace 101 117, process_vm_readv 310 270, process_vm_writev 311 271, kcmp 312 272
rt_sigqueueinfo 129 138, rt_tgsigqueueinfo 297 240
setrlimit 160 164, setpriority 141 140, ioprio_set 251 30, migrate_pages 256 238, move_pages 279 239
sched_setparam 142 118, sched_setscheduler 144 119, sched_setaffinity 203 122, sched_setattr 314 274
shmget 29 194, shmat 30 196, shmctl 31 195, semget 64 190, semop 65 193, semctl 66 191
semtimedop 220 192, msgget 68 186, msgsnd 69 189, msgrcv 70 188, msgctl 71 187
mq_open 240 180, mq_unlink 241 181, memfd_create 319 279
unshare 272 97, setns 308 268, mount 165 40, umount2 166 39, pivot_root 155 41, chroot 161 51
swapon 167 224, swapoff 168 225, quotactl 179 60, acct 163 89
name_to_handle_at 303 264, open_by_handle_at 304 265
fanotify_init 300 262, inotify_add_watch 254 27
add_key 248 217, request_key 249 218, keyctl 250 219
bpf 321 280, perf_event_open 298 241, userfaultfd 323 282, modify_ldt 154 None
sethostname 170 161, setdomainname 171 162, reboot 169 142, syslog 103 116, vhangup 153 58
kexec_load 246 104, kexec_file_load 320 294, iopl 172 None, ioperm 173 None
init_module 175 105, finit_module 313 273, delete_module 176 106
settimeofday 164 170, clock_settime 227 112, clock_adjtime 305 266, adjtimex 159 171
"""
# Landlock lets these through, whatever the path. A compiler makes what it builds executable.
_ATTRIBUTES = """
chmod 90 None, fchmod 91 52, fchmodat 268 53, chown 92 None, fchown 93 55, lchown 94 None
fchownat 260 54, utime 132 None, utimes 235 None, futimesat 261 None, utimensat 280 88
setxattr 188 5, lsetxattr 189 6, fsetxattr 190 7, removexattr 197 14, lremovexattr 198 15
fremovexattr 199 16
"""
_SIGNALS = "kill 62 129, tkill 200 130, tgkill 234 131"
_STARTING = "fork 57 None, vfork 58 None"
_LOOKED_INTO = """
socketpair 53 199, prlimit64 302 261, clone 56 220, fcntl 72 25, ioctl 16 29, prctl 157 167
"""

# From this number on calls have the same on every machine, and these alone are known to be
# harmless: close_range, openat2, faccessat2, epoll_pwait2, futex_waitv, cachestat, fchmodat2 where
# attributes may change, map_shadow_stack, the futex calls and mseal. Of the others the C library is
# told that they do not exist, and takes what there was before: clone for clone3, for one.
_NEWER = 424
_HARMLESS = (436, 437, 439, 441, 449, 451, 453, 454, 455, 456, 462)

_THREAD, _NAMESPACES = 0x00010000, 0x7E020080
_UNIX, _STREAM, _KIND = 1, 1, 0xF
# F_SETOWN, F_SETSIG, F_SETOWN_EX; FIOSETOWN, SIOCSPGRP, TIOCSTI: each sends what it was not sent.
_SIGNALLING, _OWNING = (8, 10, 15), (0x8901, 0x8902, 0x5412)
_PARENT_DEATH = 1


def program_of_filter(processes: Processes) -> list[Instruction]:
    """Return the filter for this machine, empty where its calls are not known."""
    machine = os.uname().machine
    if sys.platform != "linux" or machine not in _AUDITED:
        return []
    known = dict(numbers(f"{_LOOKED_INTO}, {_SIGNALS}", machine))
    refused = _REFUSED
    code: list[Instruction] = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, _AUDITED[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _KILL),
    ]
    # A stream between two ends of one process leads nowhere; a datagram may be sent to a name.
    code += _only(known["socketpair"], (0, _WHOLE, _UNIX), (1, _KIND, _STREAM))
    # What the limits are may be asked, of oneself; a pointer to others has two halves.
    code += _only(known["prlimit64"], (0, _WHOLE, 0), (2, _WHOLE, 0), (2.5, _WHOLE, 0))
    code += _never(known["fcntl"], 1, _SIGNALLING)
    code += _never(known["ioctl"], 1, _OWNING)
    code += _never(known["prctl"], 0, (_PARENT_DEATH,))
    if processes == "any":
        code += _only(known["clone"], (0, _NAMESPACES, 0))
        code += _refuse(known["kill"])
    else:
        refused += _ATTRIBUTES
        for name in ("kill", "tkill", "tgkill"):
            code += _only(known[name], (0, _WHOLE, OWN))
        kind = 0 if processes == "one" else _THREAD
        # The flag that says so has to be there, and no flag is 0.
        code += _only(known["clone"], (0, kind, _THREAD), error=errno.EAGAIN)
        for _, number in numbers(_STARTING, machine):
            code += _refuse(number, errno.EAGAIN)
    for _, number in numbers(refused, machine):
        code += _refuse(number)
    harmless = (*_HARMLESS, 452) if processes == "any" else _HARMLESS
    for number in harmless:
        code += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    code += [(_AT_LEAST, 0, 1, _NEWER), (_RETURN, 0, 0, _ERROR | errno.ENOSYS)]
    return [*code, (_RETURN, 0, 0, _ALLOW)]


def refused_calls(processes: Processes) -> dict[str, int]:
    """Return each call that is refused whatever it is asked, with its number on this machine."""
    names = _REFUSED if processes == "any" else _REFUSED + _ATTRIBUTES
    return dict(numbers(names, os.uname().machine))


def numbers(names: str, machine: str) -> Iterator[tuple[str, int]]:
    """Yield the calls that a machine has."""
    for entry in names.replace("\n", ",").split(","):
        if entry.strip():
            name, x86, arm = entry.split()
            number = x86 if machine == "x86_64" else arm
            if number != "None":
                yield name, int(number)


def _refuse(number: int, error: int = errno.EPERM) -> list[Instruction]:
    return [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ERROR | error)]


def _argument(place: float) -> Instruction:
    """Load the lower half of an argument, or with .5 its upper half, as both machines order it."""
    return (_LOAD, 0, 0, 16 + int(8 * place))


def _only(
    number: int, *wanted: tuple[float, int, int], error: int = errno.EPERM
) -> list[Instruction]:
    """Allow a call if each (argument, mask, value) holds."""
    inside: list[Instruction] = []
    for left, (place, mask, value) in zip(reversed(range(len(wanted))), wanted, strict=True):
        inside += [_argument(place), (_AND, 0, 0, mask), (_EQUAL, 0, 3 * left + 1, value)]
    inside += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _ERROR | error)]
    return [(_EQUAL, 0, len(inside), number), *inside]


def _never(number: int, place: int, values: tuple[int, ...]) -> list[Instruction]:
    """Refuse a call if its argument is one of these."""
    inside = [_argument(place)]
    inside += [(_EQUAL, len(values) - at, 0, value) for at, value in enumerate(values)]
    inside += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _ERROR | errno.EPERM)]
    return [(_EQUAL, 0, len(inside), number), *inside]
