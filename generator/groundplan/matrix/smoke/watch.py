"""Watches what a render's code does: sockets, files, programs. Standard library only.

Installed as `groundplan_watch` beside the libraries, and imported whenever that Python starts. It
does nothing unless GROUNDPLAN_WATCH names a folder to write to; then every process started with
that environment, and every fork of one, appends to its log:

    file PATH     a path of the render was opened, or asked whether it exists
    list PATH     a folder of the render was listed
    fault TEXT    a socket to anything but loopback, a file written outside
    opaque TEXT   a program was started that does not report here, and may have read anything

An audit hook cannot be taken out again by the code that it watches.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

# Pytest looks at each file on its way to the module it was given, and reads its own settings.
COLLECTING = tuple(f"_pytest.{part}" for part in ("config", "main", "nodes", "pathlib", "python"))
# The import system lists folders to know what they hold; what it takes, it opens.
IMPORTING = "importlib"
PASSING_ON = {__name__, "pathlib", "pathlib._local", "genericpath", "posixpath", "tomllib", "os"}
# A Python with nothing but its standard library: what a sandbox of a render is started with.
CONFINED = ("-I", "-S")
VARIABLE = "GROUNDPLAN_WATCH"
LOG = "log"
LOOPBACK = ("127.", "::1", "localhost", "0:0:0:0:0:0:0:1")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Devices and the process's own entries belong to nobody; /dev/shm is a folder like any other.
NOWHERE = ("/dev/null", "/dev/tty", "/dev/pts/", "/dev/fd/", "/dev/std", "/proc/self/", "/sys/")
CHANGES = {"os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.truncate"}
SENDING = {"socket.connect", "socket.sendto", "socket.sendmsg"}
RESOLVING = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}


class Watch:
    """The hook of one process tree.

    Args:
        render: The folder of the rendered repository.
        scratch: The folder for its temporary files and its home; holds the log.
    """

    def __init__(self, render: str, scratch: str) -> None:
        self._render = render + os.sep
        self._inside = (self._render, scratch + os.sep, *NOWHERE)
        self._packages = {path.name for path in Path(render).glob("src/*")}
        self._log = os.open(f"{scratch}/{LOG}", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.told = f"{render}{os.pathsep}{scratch}"
        self._seen: set[str] = set()

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Called by the interpreter before each audited event."""
        if event == "open":
            self._opened(*arguments)
        elif event in ("os.listdir", "os.scandir"):
            self._listed(arguments[0])
        elif event == "import":
            self._imported(arguments[0])
        elif event in SENDING:
            self._sent(arguments[1])
        elif event in RESOLVING:
            self._resolved(arguments[0])
        elif event in CHANGES:
            self._changed(event, arguments)
        elif event in ("subprocess.Popen", "os.posix_spawn", "os.exec", "os.system"):
            self._started(event, arguments)

    def note(self, kind: str, text: str) -> None:
        """Write a line, once in a process."""
        line = f"{kind} {text}\n"
        if line not in self._seen:
            self._seen.add(line)
            os.write(self._log, line.encode(errors="replace"))

    def asked(self, path: object) -> None:
        """Note a path of the render that was looked at."""
        name = _absolute(path)
        if name.startswith(self._render) and not _asker().startswith(COLLECTING):
            folder, compiled, module = name[len(self._render) :].partition("__pycache__/")
            self.note("file", f"{folder}{module.partition('.')[0]}.py" if compiled else folder)

    def _opened(self, path: object, mode: object, flags: object) -> None:
        if isinstance(path, int):
            return
        if isinstance(flags, int) and flags & WRITING:
            self._written(path)
        self.asked(path)

    def _listed(self, path: object) -> None:
        name = _absolute(path if path is not None else ".") + os.sep
        if name.startswith(self._render) and not _asker().startswith((*COLLECTING, IMPORTING)):
            self.note("list", name[len(self._render) :].rstrip(os.sep) or ".")

    def _imported(self, module: str) -> None:
        # A module that is not there is an answer, too.
        if module.partition(".")[0] in self._packages:
            stem = f"{self._render}src/{module.replace('.', os.sep)}"
            self.asked(f"{stem}.py")
            self.asked(f"{stem}/__init__.py")

    def _written(self, path: object) -> None:
        name = _absolute(path)
        if name.startswith((sys.prefix, sys.base_prefix)) and "__pycache__" in name:
            return  # a library that was not compiled at installation
        if not name.startswith(self._inside) and f"{name}{os.sep}" not in self._inside:
            self.note("fault", f"writes {name}, which is outside its folder")

    def _changed(self, event: str, arguments: tuple[Any, ...]) -> None:
        if arguments[-1] not in (-1, None) and event != "os.truncate":
            return  # relative to an open folder, which was opened under its name
        for path in arguments[: 2 if event == "os.rename" else 1]:
            if isinstance(path, str | bytes | os.PathLike):
                self._written(path)

    def _sent(self, address: object) -> None:
        if isinstance(address, tuple):
            self._resolved(address[0])

    def _resolved(self, host: object) -> None:
        name = host.decode(errors="replace") if isinstance(host, bytes) else host
        if not name or not isinstance(name, str) or name.startswith(LOOPBACK):
            return
        self.note("fault", f"reaches for the network: {name}")
        raise PermissionError(f"{name} is out of reach: only loopback is allowed here")

    def _started(self, event: str, arguments: tuple[Any, ...]) -> None:
        program, environment = arguments[0], None if event == "os.system" else arguments[-1]
        if event == "subprocess.Popen" and {*CONFINED} <= {*map(str, arguments[1])}:
            # Of the render it knows what it was given, as it takes nothing from its environment.
            for path in "\n".join(map(str, arguments[1])).splitlines():
                if path.startswith(self._render):
                    self.asked(path)
            return
        if program == sys.executable and isinstance(environment, dict):
            # One that is given an environment of its own reports like any other.
            environment.setdefault(VARIABLE, self.told)
        watched = environment is None or VARIABLE in environment
        missing = event == "subprocess.Popen" and not shutil.which(program)
        if not missing and not (watched and program == sys.executable):
            self.note("opaque", repr(program))


def _absolute(path: object) -> str:
    if not isinstance(path, str | bytes | os.PathLike):
        return ""
    return os.path.abspath(os.fsdecode(path))  # noqa: PTH100 - a link keeps its own name


def _asker() -> str:
    """The module that wants to know, the steps in between left out."""
    frame: FrameType | None = sys._getframe(1)
    while frame and frame.f_globals.get("__name__", "") in PASSING_ON:
        frame = frame.f_back
    return str(frame.f_globals.get("__name__", "")) if frame else ""


def install(render: str, scratch: str) -> None:
    """Watch this process from now on, and all it starts."""
    watch = Watch(render, scratch)
    sys.addaudithook(watch)
    os.stat = _telling(os.stat, watch)  # the only way to learn who asks what exists
    os.environ[VARIABLE] = watch.told


def _telling(stat: Callable[..., os.stat_result], watch: Watch) -> Callable[..., os.stat_result]:
    def asked_stat(path: Any, *arguments: Any, **options: Any) -> os.stat_result:
        watch.asked(path)
        return stat(path, *arguments, **options)

    return asked_stat


def read(scratch: str) -> Iterator[tuple[str, str]]:
    """The log: a kind and a text each."""
    with suppress(FileNotFoundError):
        for line in Path(scratch, LOG).read_text(encoding="utf-8").splitlines():
            kind, _, text = line.partition(" ")
            yield kind, text


if VARIABLE in os.environ and __name__ == "groundplan_watch":
    install(*os.environ[VARIABLE].split(os.pathsep))
