"""An image that works as root is told from one that does not."""

from collections.abc import Callable

import pytest

from tests.images.container import started
from tests.images.engine import Engine
from tests.images.user import image_faults, process_faults

BASE = "python:3.13-slim-trixie"


@pytest.mark.parametrize(
    ("user", "faults"),
    [("", 2), ("root", 2), ("0:10001", 2), ("10001:10001", 0)],
    ids=["none", "root", "group", "other"],
)
def test_root_is_told(
    user: str, faults: int, docker_engine: Engine, provided: Callable[[str], None]
) -> None:
    provided(BASE)
    made = docker_engine.client.containers.create(BASE, ["sleep", "600"])
    image = made.commit(changes=[f"USER {user}"] if user else []).id
    made.remove()
    try:
        assert len(image_faults(docker_engine.client, image)) == faults
        with started(docker_engine, image, network_mode="none", init=True) as container:
            assert bool(process_faults(container)) == bool(faults)
    finally:
        docker_engine.client.images.remove(image, force=True)
