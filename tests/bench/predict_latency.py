"""How long one prediction takes over a real HTTP connection.

    python tests/bench/predict_latency.py FOLDER PYTHON

FOLDER is a rendered and trained repository of `predict` with a server, PYTHON an interpreter with
its dependencies. The server runs in a process of its own; one connection is kept alive.
"""

import csv
import http.client
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from statistics import quantiles

REQUESTS = 300
WARM_UP = 30


def measure(folder: Path, python: str, *, requests: int = REQUESTS) -> dict[str, float]:
    """Milliseconds from sending one row to having read its answer: `p50` and `p95`."""
    port = free_port()
    package = next((folder / "src").glob("*/server.py")).parent.name
    environment = os.environ | {
        "PYTHONPATH": "src",
        "SERVICE_PORT": str(port),
        "SERVICE_RATE_LIMIT": "1000000/minute",
    }
    # Logs go nowhere: a pipe that nobody reads would fill up and stop the server.
    server = subprocess.Popen(
        [python, "-m", f"{package}.server"],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_ready(port, server)
        return timed(port, sample_row(folder, port), requests)
    finally:
        server.terminate()
        server.wait(timeout=30)


def timed(port: int, row: dict[str, object], requests: int) -> dict[str, float]:
    """Send the same row again and again over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.connect()
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    body = json.dumps({"rows": [row]})
    times = []
    for _ in range(WARM_UP + requests):
        started = time.perf_counter()
        connection.request("POST", "/predict", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        answer = response.read()
        times.append(1000 * (time.perf_counter() - started))
        if response.status != 200:
            raise RuntimeError(f"the server answered {response.status}: {answer.decode()}")
    connection.close()
    cuts = quantiles(times[WARM_UP:], n=100, method="inclusive")
    return {"p50": cuts[49], "p95": cuts[94]}


def sample_row(folder: Path, port: int) -> dict[str, object]:
    """The first row of the sample table, without what the model does not read."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/model")
    schema = json.loads(connection.getresponse().read())["schema"]
    connection.close()
    names = {column["name"]: column["kind"] for column in schema["columns"]}
    table = next((folder / "data").glob("*.csv"))
    with table.open(encoding="utf-8", newline="") as file:
        cells = next(csv.DictReader(file))
    return {
        name: float(cells[name]) if kind == "number" else cells[name]
        for name, kind in names.items()
    }


def wait_until_ready(port: int, server: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Return when `/ready` says so; raise if the server ends or takes too long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with exit code {server.returncode}")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/ready")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    raise RuntimeError(f"the server was not ready within {seconds:g} s")


def free_port() -> int:
    """A port of the loopback interface that nobody uses."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


if __name__ == "__main__":
    for name, value in measure(Path(sys.argv[1]), sys.argv[2]).items():
        print(f"predict_{name}_ms: {value:.2f}")
