"""Runs the program on standard input behind an audit hook: no network, no process, no file outside.

Started as `python -I -S fence.py`, in the folder that the program may use, so there is no more
than the standard library. A hook cannot be taken out again, but it is a fence and no wall: code
that gets round Python gets round it. The walls are those of `confinement/`, where the kernel has
them.
"""

import _posixsubprocess
import os
import shutil
import sys
import sysconfig
from collections.abc import Callable
from traceback import TracebackException
from typing import Any

AF_UNIX = 1
NEVER = (
    *("ctypes.", "pty.", "resource.", "signal.", "socket.", "subprocess.", "syslog."),
    *("os.exec", "os.fork", "os.kill", "os.posix_spawn", "os.spawn", "os.system"),
)
CHANGING = {f"os.{name}" for name in ("chdir", "chflags", "chmod", "chown", "link", "mkdir")}
CHANGING |= {f"os.{name}" for name in ("remove", "removexattr", "rename", "rmdir", "setxattr")}
CHANGING |= {f"os.{name}" for name in ("symlink", "truncate", "utime")}
# What is here already is not imported again, and so it was this file that did.
NATIVE = ("_cffi_backend", "_ctypes", "_posixsubprocess", "ctypes")
LISTING = {"os.listdir", "os.scandir"}
DEVICES = ("/dev/null", "/dev/urandom", "/dev/zero", "/etc/localtime", "/usr/share/zoneinfo/")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def fence(own: str) -> Callable[[str, tuple[Any, ...]], None]:
    """The hook: what lies in `own` may be used, Python and its libraries may be read."""
    paths = {*sysconfig.get_paths().values(), f"{sys.base_prefix}/lib", f"{sys.prefix}/pyvenv.cfg"}
    readable = (*(os.path.realpath(path) for path in paths), *DEVICES)
    libraries = {os.path.realpath(path) for path in sys.path}

    def inside(path: Any, folders: tuple[str, ...], folder: int = -1) -> bool:
        if path is None or isinstance(path, int):
            return True
        name = os.fsdecode(path)
        if folder != -1:
            name = os.path.join(os.readlink(f"/proc/self/fd/{folder}"), name)  # noqa: PTH115, PTH118
        return f"{os.path.realpath(name)}{os.sep}".startswith(folders)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            flags = arguments[2]
            writes = isinstance(flags, int) and flags & WRITING
            if not inside(arguments[0], (own,) if writes else (own, *readable)):
                raise PermissionError(f"{arguments[0]} is out of reach: only this folder is open")
        elif event == "import":
            name, path = arguments[:2]
            # A path comes with compiled code, which no hook sees into.
            if name.rpartition(".")[2] in NATIVE or (
                path and os.path.dirname(os.path.realpath(path)) not in libraries  # noqa: PTH120
            ):
                raise ImportError(f"{name} is not available here")
        elif event in LISTING:
            if not inside(arguments[0], (own, *readable)):
                raise PermissionError(f"{arguments[0]} is out of reach: only this folder is open")
        elif event in CHANGING:
            last = arguments[-1] if event != "os.truncate" else -1
            folder = last if isinstance(last, int) else -1
            named = [one for one in arguments if isinstance(one, str | bytes)]
            if not all(inside(path, (own,), folder) for path in named):
                raise PermissionError(f"{named[0]!r} is out of reach: only this folder is open")
        elif event.startswith(NEVER):
            # The pair of sockets inside an event loop leads nowhere.
            if event == "socket.__new__" and arguments[1] == AF_UNIX:
                return
            what = "the network is off" if event.startswith("socket.") else f"{event} is refused"
            raise PermissionError(f"{what} here")

    return hook


def refused(*_arguments: Any) -> int:
    """Stands where Python starts processes without telling a hook."""
    raise PermissionError("starting a process is refused here")


def main() -> None:
    """Read the program, put up the fence, run it."""
    _posixsubprocess.fork_exec = refused
    # The kernel refuses other permissions and times; a copy does without those of its original.
    shutil.copymode = shutil.copystat = lambda *_arguments, **_options: None
    program = compile(sys.stdin.buffer.read(), "program.py", "exec")
    own = f"{os.path.realpath(os.getcwd())}{os.sep}"  # noqa: PTH109
    namespace = {"__name__": "__main__", "__builtins__": __builtins__}
    sys.argv[:] = ["program.py"]
    sys.addaudithook(fence(own))
    try:
        exec(program, namespace)
    except Exception as error:
        told = TracebackException.from_exception(error)
        # Where this file lies is nobody's business.
        told.stack[:] = [frame for frame in told.stack if frame.filename != __file__]
        raise SystemExit("".join(told.format())) from None


if __name__ == "__main__":
    main()
