"""Types, as a render configures them, by the mypy of its environment; see `mypy_server.py`."""

import atexit
import functools
import json
import os
import re
import subprocess
import tempfile
from pathlib import Path

from groundplan.matrix.forks import imported_modules
from groundplan.matrix.model import Render
from groundplan.matrix.static.files import texts
from groundplan.matrix.static.programs import CHECKOUT, THEIRS

CACHE = THEIRS.with_name("mypy")
PYPROJECT = "template/{{layer.core}}/pyproject.toml.jinja"
CONFIGURATION = re.compile(r"^\[tool\.mypy\]\n(?:(?!\[).*\n)*", re.MULTILINE)

_passed: set[tuple[tuple[str, str], ...]] = set()


class MypyServer:
    """A process that has read what mypy knows of the libraries; it ends with this one."""

    def __init__(self) -> None:
        """Start it; the first time in the life of a cache, loading takes a minute."""
        configuration = CONFIGURATION.search((CHECKOUT / PYPROJECT).read_text(encoding="utf-8"))
        assert configuration, f"{PYPROJECT} configures mypy"
        CACHE.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "pyproject.toml").write_text(configuration[0], encoding="utf-8")
            for name in ("src", "tests"):
                Path(folder, name).mkdir()
                Path(folder, name, "nothing.py").touch()
            script = Path(__file__).with_name("mypy_server.py")
            self._process = subprocess.Popen(
                [THEIRS / "python", "-P", script, CACHE, *imported_modules(CHECKOUT)],
                cwd=folder,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            self._answer()

    def check(self, folder: Path) -> list[str]:
        """What mypy says about a render."""
        assert self._process.stdin
        self._process.stdin.write(f"{folder}\n")
        self._process.stdin.flush()
        return self._answer()

    def close(self) -> None:
        """End it."""
        self._process.communicate()

    def _answer(self) -> list[str]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        return list(json.loads(line)) if line else ["mypy could not be started"]


@functools.cache
def _server(process: int) -> MypyServer:
    """The server of this process: a fork must not talk into the pipe of its parent."""
    server = MypyServer()
    atexit.register(server.close)
    return server


def types(render: Render) -> list[str]:
    """mypy finds nothing; the same Python files with the same configuration are not tried again."""
    inputs = tuple(texts(render.folder, "*.py", "*.pyi", "*py.typed", "pyproject.toml").items())
    if inputs in _passed:
        return []
    messages = _server(os.getpid()).check(render.folder)
    if not messages:
        _passed.add(inputs)
    return messages


if __name__ == "__main__":
    # Part of `make setup`: fills the cache, so that no run waits for it.
    MypyServer().close()
