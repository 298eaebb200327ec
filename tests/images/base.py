"""The base image that a render names, where no registry can be reached.

An image of the same name is made of the same release of Debian, whose Python is of the same minor
version. What this machine needs to reach a package index goes into it, so a render's Dockerfile
is built as its user gets it. The bare system is kept for the next time in the folder `groundplan`
of the user's cache; delete it there, and it is made anew.
"""

import io
import json
import logging
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import docker
from docker.errors import DockerException, ImageNotFound

from tests.debian import (
    CERTIFICATES,
    Unprepared,
    certificates,
    indexes,
    install,
    mirror,
    said,
)
from tests.images.engine import Engine

log = logging.getLogger(__name__)

PULL_SECONDS = 20


@contextmanager
def provided(engine: Engine, name: str) -> Iterator[None]:
    """The engine has the image `name`: it had it, pulls it, or gets one made, for as long as this.

    Raises:
        Unprepared: It cannot be made either.
    """
    if _held(engine, name) or _pulled(engine, name):
        yield
        return
    archive = _bootstrapped(name)
    log.info("making %s of %s", name, archive)
    repository, _, tag = name.partition(":")
    engine.client.api.import_image_from_file(str(archive), repository=repository, tag=tag)
    _equip(engine.client, repository, tag)
    try:
        yield
    finally:
        engine.client.images.remove(name, force=True)


def _held(engine: Engine, name: str) -> bool:
    try:
        engine.client.images.get(name)
    except ImageNotFound:
        return False
    return True


def _pulled(engine: Engine, name: str) -> bool:
    """Whether a registry gives it; one that says nothing for a while does not."""
    log.info("pulling %s", name)
    impatient = docker.from_env(timeout=PULL_SECONDS, environment=engine.environment)
    try:
        with closing(impatient):
            impatient.images.pull(name)
    except (DockerException, OSError) as error:
        log.info("no registry gives it: %s", error)
        return False
    return True


def _bootstrapped(name: str) -> Path:
    """The archive of a bare Debian with Python, from the cache or made now."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "groundplan"
    archive = cache / f"{name.replace('/', '-').replace(':', '-')}.tar.gz"
    if archive.exists():
        return archive
    install("debootstrap", "debootstrap")
    release = name.rpartition("-")[2]
    log.info("making a bare Debian %s with Python: one to three minutes, once", release)
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="base-") as folder:
        root = Path(folder) / "root"
        packages = "--include=ca-certificates,python3,python3-pip,python3-venv"
        said(["debootstrap", "--variant=minbase", packages, release, str(root), mirror()])
        version = name.rpartition(":")[2].partition("-")[0]
        if not (root / f"usr/bin/python{version}").exists():
            raise Unprepared(f"Debian {release} has no Python {version}: {name} cannot be made")
        # As in the image that it stands for: `python` is on the PATH, and pip may install.
        (root / "usr/local/bin/python").symlink_to("/usr/bin/python3")
        for path in root.glob("usr/lib/python3*/EXTERNALLY-MANAGED"):
            path.unlink()
        shutil.rmtree(root / "var/cache/apt")
        shutil.rmtree(root / "var/lib/apt/lists")
        # Renamed when it is whole: an interrupted attempt leaves no archive.
        draft = Path(folder) / "draft.tar.gz"
        said(["tar", f"--directory={root}", "--create", "--gzip", f"--file={draft}", "."])
        shutil.move(draft, f"{archive}.{os.getpid()}")
        Path(f"{archive}.{os.getpid()}").replace(archive)
    return archive


def _equip(client: docker.DockerClient, repository: str, tag: str) -> None:
    """Add what this machine needs to reach a package index: certificates and addresses."""
    layer = io.BytesIO()
    with tarfile.open(fileobj=layer, mode="w") as archive:
        archive.add(certificates(), str(CERTIFICATES))
    container = client.containers.create(f"{repository}:{tag}", "true")
    container.put_archive("/", layer.getvalue())
    variables = {**indexes(), "SSL_CERT_FILE": str(CERTIFICATES)}
    changes = [f"ENV {name}={json.dumps(value)}" for name, value in variables.items()]
    container.commit(repository, tag, changes=[*changes, 'CMD ["python"]'])
    container.remove()
