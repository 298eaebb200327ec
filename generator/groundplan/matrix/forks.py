"""The other end of `smoke/forkserver.py`: steps are sent to it, answers come back.

The server runs with the Python of `.venv-renders`, which has every library that a render may use.
Linux only, as it watches and ends processes by means that only Linux has.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Lock
from types import TracebackType
from typing import Any, Self, TextIO

from groundplan.errors import GroundplanError
from groundplan.matrix import scratch
from groundplan.source import checkout

# Seconds after which a step is taken for hung. On two busy cores the longest takes two minutes.
SECONDS = 300
_PACKAGE = Path(__file__).parents[1]
_CALLED = [f"{__package__}.smoke.{module}" for module in ("job", "routes")]
_IMPORT = re.compile(r"^\s*(?:from ([a-zA-Z_][\w.]*) import|import ([a-zA-Z_][\w.]*))", re.M)
_KEPT = ("PATH", "LANG", "LC_ALL", "TZ")
_QUIET = {
    "HF_HUB_OFFLINE": "1",
    "OMP_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    "PYTHONHASHSEED": "0",
    "COLUMNS": "100",
    # Memory that was freed is used again, and not fetched from the kernel page by page.
    "MALLOC_MMAP_THRESHOLD_": str(2**30),
    "MALLOC_TRIM_THRESHOLD_": str(2**30),
    "MALLOC_TOP_PAD_": str(2**24),
}


@dataclass(frozen=True)
class Answer:
    """What a step came to: see `forkserver.run`; files and lists are relative to the render."""

    faults: list[str]
    output: str
    seconds: float
    files: list[str]
    lists: list[str]
    opaque: list[str]


def python() -> Path:
    """The Python of the renders; raises GroundplanError before `make setup`."""
    found = (checkout() or Path()) / ".venv-renders" / "bin" / "python"
    if not found.exists():
        raise GroundplanError("the environment of the renders is missing: run make setup")
    return found


def imported_modules(template: Path) -> list[str]:
    """Every module that Python files of the template import by its full name."""
    files = [*template.glob("template/**/*.py"), *template.glob("template/**/*.py.jinja")]
    found = (_IMPORT.findall(path.read_text(encoding="utf-8")) for path in files)
    return sorted({name for pairs in found for pair in pairs for name in pair if name})


class ForkServer:
    """A server with as many slots as wanted; used as a context, which ends it.

    Args:
        python: The interpreter of the renders.
        modules: What is imported once, before the first fork.
        slots: How many steps may run at the same time.
    """

    def __init__(self, python: Path, modules: Sequence[str], slots: int) -> None:
        self._python, self._modules, self._slots = python, modules, slots

    def __enter__(self) -> Self:
        self._connections = ExitStack()
        self.scratch = scratch.made()
        _install_watch(self._python)
        home = self.scratch / "home"
        home.mkdir()
        self._process = subprocess.Popen(
            [str(self._python), "-m", "groundplan.matrix.smoke.forkserver"],
            env=self.environment(home) | {"PYTHONPATH": str(_PACKAGE.parent)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._address = str(self.scratch / "socket")
        modules = [*self._modules, *_CALLED]
        order = {"modules": modules, "socket": self._address, "slots": self._slots}
        print(json.dumps(order), file=self._process.stdin, flush=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connections.close()
        self._process.kill()
        self._process.communicate()
        shutil.rmtree(self.scratch, ignore_errors=True)

    def wait(self) -> None:
        """Until everything is imported; raises GroundplanError if the server ended instead."""
        assert self._process.stdout is not None
        if not self._process.stdout.readline():
            raise GroundplanError("the fork server ended while it imported the libraries")

    def slot(self) -> "Slot":
        """One more slot; asking for more than there are waits for ever."""
        connection = self._connections.enter_context(socket.socket(socket.AF_UNIX))
        connection.connect(self._address)
        lines = self._connections.enter_context(connection.makefile("rw", encoding="utf-8"))
        return Slot(lines, Path(tempfile.mkdtemp(prefix="slot-", dir=self.scratch)), self)

    def environment(self, home: Path) -> dict[str, str]:
        """The environment of a step whose home this is."""
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        own = {"HOME": home, "TMPDIR": home}
        return kept | _QUIET | {name: str(path) for name, path in own.items()}


class Slots:
    """The slots of a server, lent to one caller each; the first to ask waits for the server."""

    def __init__(self, server: ForkServer, count: int) -> None:
        self._server, self._unmade = server, count
        self._lock, self._free = Lock(), SimpleQueue["Slot"]()
        self._ready = False

    def take(self) -> "Slot":
        """A slot that nobody has, as soon as there is one."""
        with self._lock:
            if not self._ready:
                self._server.wait()
                self._ready = True
            if self._unmade:
                self._unmade -= 1
                return self._server.slot()
        return self._free.get()

    def give(self, slot: "Slot") -> None:
        """It is free again."""
        self._free.put(slot)


class Slot:
    """Runs one step after the other; each in a fork with a home of its own."""

    def __init__(self, lines: TextIO, scratch: Path, server: ForkServer) -> None:
        self._lines, self._scratch, self._server = lines, scratch, server

    def run(self, folder: Path, step: str, *arguments: str, seconds: float = SECONDS) -> Answer:
        """Run a step (`smoke/steps.py`) in the folder of a render."""
        own = Path(tempfile.mkdtemp(dir=self._scratch))
        home = own / "home"
        home.mkdir()
        environment = self._server.environment(home) | {"PYTHONPATH": str(folder / "src")}
        request: dict[str, Any] = {
            "folder": str(folder),
            "scratch": str(own),
            "environment": environment,
            "seconds": seconds,
            "step": step,
            "arguments": arguments,
        }
        try:
            self._lines.write(json.dumps(request) + "\n")
            self._lines.flush()
            line = self._lines.readline()
            if not line:
                raise GroundplanError("the fork server is gone")
            return Answer(**json.loads(line))
        finally:
            shutil.rmtree(own, ignore_errors=True)


def _install_watch(interpreter: Path) -> None:
    """Let every process of this Python watch itself when it is asked to (`smoke/watch.py`)."""
    for packages in interpreter.parents[1].glob("lib/python3*/site-packages"):
        shutil.copy(_PACKAGE / "matrix" / "smoke" / "watch.py", packages / "groundplan_watch.py")
        (packages / "groundplan_watch.pth").write_text("import groundplan_watch\n")
