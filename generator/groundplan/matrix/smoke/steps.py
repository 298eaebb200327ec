"""What a fork does in the folder of a render. Faults are sentences; none means that it passed."""

import importlib
import random
import runpy
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path


def run(step: str, arguments: list[str]) -> list[str]:
    """Run a step by name; raises KeyError for one that does not exist."""
    sys.dont_write_bytecode = False
    sys.path.insert(0, str(Path("src").absolute()))
    # Both remember what the process that imported them had.
    tempfile.tempdir = None
    random.seed(0)
    return STEPS[step](arguments)


def tests(arguments: list[str]) -> list[str]:
    """Run test modules with pytest; none found is a fault, too."""
    import pytest

    code = pytest.main(["--no-header", "-p", "no:cacheprovider", "--tb=short", *arguments])
    return [] if code == 0 else [f"{' '.join(arguments)}: {pytest.ExitCode(code).name}"]


def command(arguments: list[str]) -> list[str]:
    """Run one command line, as `make --dry-run` printed it; `python -m` runs in this process."""
    words = shlex.split(arguments[0])
    if words[:2] == [sys.executable, "-m"]:
        code = _module(words[2], words[3:])
    else:
        code = subprocess.run(arguments[0], shell=True, check=False).returncode
    return [f"`{arguments[0]}` ended with exit code {code}"] if code else []


def call(arguments: list[str]) -> list[str]:
    """Call `main` of a module of this package with the render's folder, a path and more."""
    module, path, *lines = arguments
    main = importlib.import_module(f"groundplan.matrix.smoke.{module}").main
    faults: list[str] = main(Path.cwd(), Path(path), *lines)
    return faults


def _module(name: str, arguments: list[str]) -> str | int | None:
    sys.argv = [name, *arguments]
    try:
        runpy.run_module(name, run_name="__main__", alter_sys=True)
    except SystemExit as end:
        return end.code
    return 0


STEPS: dict[str, Callable[[list[str]], list[str]]] = {
    "tests": tests,
    "command": command,
    "call": call,
}
