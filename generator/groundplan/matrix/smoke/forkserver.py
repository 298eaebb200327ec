"""Runs steps of rendered repositories, each in a fork of a process that has imported everything.

Started by `groundplan.matrix.forks` with the Python that has every library of every render. It
reads one line of JSON (`modules`, `socket`, `slots`), imports the modules, and then serves as many
connections to the socket as there are slots, each in a process of its own: a line with a request,
a line with an answer. Importing here is safe; what is used here and again in a fork may hang.
"""

import ctypes
import faulthandler
import gc
import importlib
import json
import os
import signal
import socket
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

from groundplan.matrix.smoke import steps, watch
from groundplan.matrix.smoke.network import Network
from groundplan.matrix.smoke.processes import end_leftovers, ended

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36


def main() -> None:
    """Import, then serve until the one who asked for it is gone."""
    order = json.loads(sys.stdin.readline())
    _libc().prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    _import(order["modules"])
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(order["socket"])
        server.listen()
        print(json.dumps({"imported": len(sys.modules)}), flush=True)
        for _ in range(order["slots"]):
            connection, _ = server.accept()
            if os.fork() == 0:
                _serve(connection)
    for _ in range(order["slots"]):
        os.wait()


def _import(modules: list[str]) -> None:
    """Import, so that forks find it done; what fails here, fails there with a better message."""
    for module in modules:
        with suppress(BaseException):
            importlib.import_module(module)
    gc.collect()
    gc.freeze()


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _serve(connection: socket.socket) -> None:
    """One slot: answers requests in turn, in a network of its own where the kernel allows it."""
    _libc().prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    _libc().prctl(PR_SET_CHILD_SUBREAPER, 1)
    network = Network()
    with connection, connection.makefile("rw", encoding="utf-8") as lines:
        for line in lines:
            answer = run(json.loads(line), network)
            late = answer.pop("imported")
            lines.write(json.dumps(answer) + "\n")
            lines.flush()
            if late:
                _import(late)
    os._exit(0)


def run(request: dict[str, Any], network: Network) -> dict[str, Any]:
    """Run one step in a fork; it fails alone, whatever it does.

    Args:
        request: `folder` (of the render), `scratch` (of the step, fresh), `environment`, `seconds`
            (until it is killed), and `step` with its `arguments`: see `steps.py`.
        network: The network of this process, and so of the step.

    Returns:
        `faults`, `output`, `seconds`, the watched `files`, `lists` and `opaque` programs, and the
        modules of libraries that only this step `imported`: many libraries import when they are
        first used, which every later fork would do again.
    """
    begun, scratch, refused = time.monotonic(), Path(request["scratch"]), network.refused()
    child = os.fork()
    if child == 0:
        _child(request, scratch)
    faults, late = [], []
    if not ended(child, request["seconds"]):
        faults.append(f"did not end within {request['seconds']} s and was killed")
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    faults += [f"left a process behind: {name}" for name in end_leftovers()]
    if network.refused() > refused:
        faults.append("reaches for the network past Python: a program or a library that it uses")
    said = scratch / "said.json"
    if said.exists():
        found, late = json.loads(said.read_text(encoding="utf-8"))
        faults += found
    elif not faults:
        faults.append(f"ended without a word, with {_told(status)}")
    seen: dict[str, list[str]] = {"file": [], "list": [], "opaque": [], "fault": []}
    for kind, text in watch.read(str(scratch)):
        if text not in seen[kind]:
            seen[kind].append(text)
    output = (scratch / "output").read_text(encoding="utf-8", errors="replace")
    return {
        "faults": faults + seen["fault"],
        "output": output,
        "seconds": time.monotonic() - begun,
        "files": seen["file"],
        "lists": seen["list"],
        "opaque": seen["opaque"],
        "imported": late,
    }


def _child(request: dict[str, Any], scratch: Path) -> None:
    """In the fork: a session, an environment and files of its own; never returns."""
    try:
        os.setsid()
        _libc().prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        output = os.open(scratch / "output", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for stream, file in ((0, os.open(os.devnull, os.O_RDONLY)), (1, output), (2, output)):
            os.dup2(file, stream)
        faulthandler.register(signal.SIGUSR1, file=output)
        os.chdir(request["folder"])
        os.environ.clear()
        os.environ.update(request["environment"])
        before = set(sys.modules)
        try:
            watch.install(request["folder"], str(scratch))
            faults = steps.run(request["step"], request["arguments"])
        except BaseException as error:
            traceback.print_exc()
            faults = [f"{type(error).__name__}: {error}"]
        with suppress(BaseException):
            sys.stdout.flush()
            sys.stderr.flush()
        late = [name for name in sys.modules if name not in before and _of_a_library(name)]
        (scratch / "said.json").write_text(json.dumps((faults, late)), encoding="utf-8")
    finally:
        os._exit(0)


def _of_a_library(module: str) -> bool:
    file = getattr(sys.modules[module], "__file__", None) or ""
    return file.startswith((sys.prefix, sys.base_prefix))


def _told(status: int) -> str:
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"exit code {status}"


if __name__ == "__main__":
    main()
