"""What is wrong with a container is told: tiny ones that are wrong on purpose."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.debian import Unprepared
from tests.images.conftest import FROM
from tests.images.container import address, ready, started, stop
from tests.images.engine import Engine, own
from tests.images.user import image_faults, process_faults
from tests.templates import ROOT

DOCKERFILE = ROOT / "template" / "{{layer.operations}}" / "Dockerfile.jinja"
UNREADY = (
    "import http.server as s; s.HTTPServer(('', 80), s.BaseHTTPRequestHandler).handle_request()"
)


def test_an_engine_that_cannot_run_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    daemon = tmp_path / "dockerd"
    daemon.write_text("#!/bin/sh\necho no cgroups here\nexit 1\n", encoding="utf-8")
    daemon.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(Unprepared, match=r"dockerd does not run here(.|\n)*no cgroups here"), own():
        pass


@pytest.fixture(scope="module")
def base_image(provided: Callable[[str], None]) -> str:
    """The image that renders are made of."""
    name = FROM.findall(DOCKERFILE.read_text(encoding="utf-8"))[0]
    provided(name)
    return str(name)


@contextmanager
def image_of(docker_engine: Engine, base_image: str, user: str) -> Iterator[str]:
    """An image with this USER."""
    container = docker_engine.client.containers.create(base_image, ["sleep", "600"])
    image = container.commit(changes=[f"USER {user}"] if user else []).id
    container.remove()
    try:
        yield image
    finally:
        docker_engine.client.images.remove(image, force=True)


@pytest.mark.parametrize("user", ["", "root", "0:10001"], ids=["none", "root", "group"])
def test_root_is_told(user: str, docker_engine: Engine, base_image: str) -> None:
    with image_of(docker_engine, base_image, user) as image:
        assert len(image_faults(docker_engine, image)) == 2
        with started(docker_engine, image, network_mode="none") as container:
            assert process_faults(container) == ["root runs `sleep 600`"]


def test_another_user_is_not_root(docker_engine: Engine, base_image: str) -> None:
    with image_of(docker_engine, base_image, "10001:10001") as image:
        assert image_faults(docker_engine, image) == []
        with started(docker_engine, image, network_mode="none") as container:
            assert process_faults(container) == []


def test_a_container_that_does_not_obey_is_told(docker_engine: Engine, base_image: str) -> None:
    # The first process of a container gets no signal that it does not handle.
    options = {"command": ["sleep", "600"], "network_mode": "none"}
    with (
        started(docker_engine, base_image, **options) as container,
        pytest.raises(AssertionError, match="told to stop, it ended with 137 within 1 s"),
    ):
        stop(container, grace=1)


def test_a_service_that_breaks_off_is_told(
    docker_engine: Engine, base_image: str, network: str
) -> None:
    options = {"command": ["python", "-c", UNREADY], "ports": {80: ("127.0.0.1", None)}}
    with (
        started(docker_engine, base_image, network=network, **options) as container,
        pytest.raises(AssertionError, match=re.escape("not ready: ")),
    ):
        ready(container, address(container, 80))
