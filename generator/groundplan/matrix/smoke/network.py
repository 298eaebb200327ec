"""A network with nothing but loopback, and a count of what wanted more than that.

The audit hook of `watch.py` sees what Python does. Other programs, and libraries with sockets of
their own, are seen here: the kernel counts what finds no way out.
"""

import ctypes
import fcntl
import os
import re
import socket
import struct
from contextlib import suppress
from pathlib import Path

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
SIOCSIFFLAGS, IFF_UP = 0x8914, 0x1
IPV4, IPV6 = Path("/proc/self/net/snmp"), Path("/proc/self/net/snmp6")


class Network:
    """The network of this process, which must have one thread, and of all its children.

    It is its own where the kernel allows that, to root or to everyone; else the machine's.
    """

    def __init__(self) -> None:
        probe = os.fork()
        if probe == 0:
            with suppress(BaseException):
                _cut_off()
                os._exit(0)
            os._exit(1)
        self._own = os.waitpid(probe, 0)[1] == 0
        if self._own:
            _cut_off()

    def refused(self) -> int:
        """How often something found no way out so far; 0 in the network of the machine."""
        if not self._own:
            return 0
        table = IPV4.read_text(encoding="ascii").splitlines()
        names, values = (line.split() for line in table if line.startswith("Ip:"))
        found = [dict(zip(names, values, strict=True))["OutNoRoutes"]]
        if IPV6.exists():
            found += re.findall(r"^Ip6OutNoRoutes\s+(\d+)", IPV6.read_text(encoding="ascii"), re.M)
        return sum(map(int, found))


def _cut_off() -> None:
    """Enter a network of one's own; raises OSError where that is not allowed."""
    user, group = os.getuid(), os.getgid()
    unshare = ctypes.CDLL(None, use_errno=True).unshare
    if unshare(CLONE_NEWNET) != 0:
        if unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "no network of its own")
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1", encoding="ascii")
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh", b"lo", IFF_UP))
