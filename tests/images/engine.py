"""A Docker Engine for these tests: the one that answers, or one started by hand and stopped again.

The own engine keeps everything in a temporary folder, shares no bridge and no packet filter with
another engine, and ends with the process that started it.
"""

import gc
import logging
import os
import shutil
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import docker
from docker.errors import DockerException

from tests.debian import Unprepared, install

log = logging.getLogger(__name__)

# Newer releases of Debian have the client and its builder in packages of their own.
PACKAGES = ("docker.io", "docker-cli", "docker-buildx")
START_SECONDS = STOP_SECONDS = 60
# Some requests take as long as their work: loading an image, removing one.
ANSWER_SECONDS = 300
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")


@dataclass(frozen=True)
class Engine:
    """An engine that answers.

    Attributes:
        client: Speaks to it.
        environment: Leads every other program to it.
    """

    client: docker.DockerClient
    environment: Mapping[str, str]

    def build(self, context: Path, tag: str) -> str:
        """Build an image and return its id. The `docker` package has no BuildKit; the client does.

        Raises:
            AssertionError: It cannot be built; the text is the end of what the engine said.
        """
        command = [_builder(), "build", "--progress=plain", "--network=host", f"--tag={tag}"]
        command += [f"--build-arg={name}" for name in PROXIES if name in os.environ]
        done = subprocess.run(
            [*command, str(context)],
            env={**self.environment, "DOCKER_BUILDKIT": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == 0, f"{tag} cannot be built:\n{done.stdout[-4000:]}"
        return str(self.client.images.get(tag).id)


@contextmanager
def running() -> Iterator[Engine]:
    """The engine at DOCKER_HOST, or of the current context; an own one where none answers.

    Raises:
        Unprepared: None answers, and none can be started.
    """
    client = _answering(os.environ)
    if client:
        log.info("an engine answers: Docker %s", client.version()["Version"])
        with closing(client):
            yield Engine(client, os.environ)
    elif "DOCKER_HOST" in os.environ:
        raise Unprepared(f"no engine answers at DOCKER_HOST={os.environ['DOCKER_HOST']}")
    else:
        with own() as engine:
            yield engine


def _answering(environment: Mapping[str, str]) -> docker.DockerClient | None:
    """A client of the engine that the environment leads to; None while nobody answers."""
    with suppress(DockerException):
        return docker.from_env(timeout=ANSWER_SECONDS, environment=environment)
    # A failed attempt leaves its socket to the collector, which would complain at a bad moment.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
    return None


@contextmanager
def own() -> Iterator[Engine]:
    """An engine started here, and stopped and removed with all it holds.

    Raises:
        Unprepared: It cannot be started.
    """
    try:
        install("dockerd", *PACKAGES)
    except Unprepared as error:
        hint = "or name an engine that can reach a registry in DOCKER_HOST"
        raise Unprepared(f"{error}, {hint}") from None
    # Not a folder of pytest's: the path of a socket has at most 107 characters.
    home = Path(tempfile.mkdtemp(prefix="engine-"))
    address = f"unix://{home}/socket"
    command = ["setpriv", "--pdeathsig=TERM", "dockerd", f"--host={address}"]
    command += [f"--{name}={home / name}" for name in ("data-root", "exec-root", "pidfile")]
    command += ["--bridge=none", "--iptables=false", "--ip6tables=false"]
    log.info("no engine answers: starting one in %s", home)
    with (home / "log").open("wb") as output:
        daemon = subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True)
    environment = {**os.environ, "DOCKER_HOST": address}
    try:
        with closing(_awaited(daemon, environment, home / "log")) as client:
            yield Engine(client, environment)
    finally:
        log.info("stopping the engine and removing what it holds")
        daemon.terminate()
        try:
            daemon.wait(STOP_SECONDS)
        finally:
            daemon.kill()
            shutil.rmtree(home)


def _awaited(
    daemon: "subprocess.Popen[bytes]", environment: Mapping[str, str], output: Path
) -> docker.DockerClient:
    until = time.monotonic() + START_SECONDS
    while daemon.poll() is None and time.monotonic() < until:
        if client := _answering(environment):
            return client
        time.sleep(0.2)
    words = output.read_text(encoding="utf-8", errors="replace").splitlines()[-8:]
    raise Unprepared(
        "dockerd does not run here: it needs root, and a kernel that lets it mount and isolate. "
        "Name an engine in DOCKER_HOST. Its last words:\n" + "\n".join(words)
    )


def _builder() -> str:
    """The first client on the PATH that has BuildKit; newer ones need a plug-in for it."""
    environment = {**os.environ, "DOCKER_BUILDKIT": "1"}
    for folder in os.get_exec_path():
        client = shutil.which("docker", path=folder)
        asked = [client or "false", "build", "--help"]
        if not subprocess.run(asked, env=environment, capture_output=True).returncode:
            return asked[0]
    raise Unprepared("no docker client here can use BuildKit: install docker-buildx")
