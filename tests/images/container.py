"""The life of a container: started, asked, stopped, removed."""

import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from docker.models.containers import Container

from tests.images.engine import Engine

READY_SECONDS = 120
# A stop ends in order, by the signal itself, or as Ctrl-C ends a job whose records are done.
ORDERLY = (0, 130, 143)


@contextmanager
def started(engine: Engine, image: str, **options: Any) -> Iterator[Container]:
    """A running container, removed afterwards with its volumes."""
    container = engine.client.containers.create(image, **options)
    try:
        container.start()
        yield container
    finally:
        container.remove(force=True, v=True)


def address(container: Container, port: int) -> str:
    """Where a published port is reached on this machine."""
    container.reload()
    (published,) = container.ports[f"{port}/tcp"]
    return f"http://{published['HostIp']}:{published['HostPort']}"


def answer(url: str, **request: Any) -> tuple[int, bytes]:
    """Status and body of an HTTP answer; 0 and the reason while nobody answers."""
    asked = urllib.request.Request(url, **request)
    try:
        with urllib.request.urlopen(asked, timeout=60) as found:
            return found.status, found.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()
    except OSError as error:
        return 0, str(error).encode()


def ready(container: Container, url: str) -> None:
    """Wait until the service says that it is ready; fails with its log if it does not."""
    until = time.monotonic() + READY_SECONDS
    while (answered := answer(f"{url}/ready"))[0] != 200:
        container.reload()
        lasts = container.status == "running" and time.monotonic() < until
        assert lasts, f"not ready: {answered[1].decode()}\n{container.logs().decode()}"
        time.sleep(0.2)


def stop(container: Container, grace: int) -> None:
    """Stop it as `docker stop` does; fails unless it ends in time and in order."""
    container.stop(timeout=grace)
    code, said = container.wait()["StatusCode"], container.logs().decode()
    assert code in ORDERLY, f"told to stop, it ended with {code} within {grace} s:\n{said}"
    assert "Traceback" not in said, f"told to stop, it broke off:\n{said}"
