"""The engine, and each distinct image built from a render whose state is prepared."""

import logging
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest

from tests.images import base, engine
from tests.images.distinct import Image, distinct, lightest
from tests.images.engine import Engine
from tests.images.project import Declared, declared, hand_over, prepare
from tests.templates import copied, rendered

log = logging.getLogger(__name__)

FROM = re.compile(r"^FROM (\S+)", re.M)


@dataclass(frozen=True)
class Built:
    """A repository and its image.

    Attributes:
        image: The image's id.
        folder: The repository.
        declared: What its `compose.yaml` says.
        command: The command that ends `make serve` or `make batch`.
    """

    image: str
    folder: Path
    declared: Declared
    command: list[str]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--sample` leaves all but the lightest image of each kind out."""
    parser.addoption("--sample", action="store_true", help="the lightest image of each kind only")


def pytest_configure() -> None:
    """Whoever ends a run ends the engine with it: told to, as with Ctrl-C."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes a `service` or a `job` runs with each distinct image of that kind."""
    for kind in {"service", "job"} & set(metafunc.fixturenames):
        images = lightest(_images()) if metafunc.config.getoption("--sample") else _images()
        chosen = [image for image in images if image.kind == kind]
        metafunc.parametrize(kind, chosen, indirect=True, ids=[image.name for image in chosen])


@cache
def _images() -> list[Image]:
    with TemporaryDirectory() as folder:
        return distinct(Path(folder))


@pytest.fixture(scope="session")
def docker_engine() -> Iterator[Engine]:
    """The engine that answers, or an own one."""
    with engine.running() as found:
        yield found


@pytest.fixture(scope="session")
def network(docker_engine: Engine) -> Iterator[str]:
    """A network of these tests' own, as compose makes one."""
    made = docker_engine.client.networks.create(f"groundplan-{uuid4().hex[:8]}")
    yield made.name
    made.remove()


@pytest.fixture(scope="session")
def provided(docker_engine: Engine) -> Iterator[Callable[[str], None]]:
    """Sees to it that the engine has a base image, once."""
    with ExitStack() as stack:
        yield cache(lambda name: stack.enter_context(base.provided(docker_engine, name)))


@pytest.fixture
def service(request: pytest.FixtureRequest) -> Iterator[Built]:
    """A service's image."""
    yield from _built(request, "serve")


@pytest.fixture
def job(request: pytest.FixtureRequest) -> Iterator[Built]:
    """A job's image."""
    yield from _built(request, "batch")


def _built(request: pytest.FixtureRequest, target: str) -> Iterator[Built]:
    image: Image = request.param
    docker_engine: Engine = request.getfixturevalue("docker_engine")
    folder: Path = request.getfixturevalue("tmp_path") / "project"
    rendered(copied(folder.with_name("template")), folder, image.answers)
    log.info("%s: preparing its state", image.name)
    command = prepare(folder, target)
    for name in FROM.findall((folder / "Dockerfile").read_text(encoding="utf-8")):
        request.getfixturevalue("provided")(name)
    log.info("%s: building its image", image.name)
    built = docker_engine.build(folder, f"groundplan-{uuid4().hex[:8]}")
    try:
        found = docker_engine.client.images.get(built)
        log.info("%s: %d MB", image.name, found.attrs["Size"] // 1_000_000)
        declaration = declared(folder, found.attrs["Config"]["User"])
        hand_over(folder, declaration.options["user"])
        yield Built(built, folder, declaration, command)
    finally:
        docker_engine.client.images.remove(built, force=True)
