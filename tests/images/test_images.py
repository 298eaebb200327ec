"""Every distinct image does its work: built, started as compose starts it, used and stopped.

`make images` takes all of them; with SAMPLE=1 the lightest service and the lightest job.
"""

import json
import logging
import time
from pathlib import Path
from urllib.parse import urlencode

from docker.models.containers import Container

from groundplan.matrix.smoke.operations import Document, Request, operations
from tests.images.conftest import Built
from tests.images.container import address, answer, ready, started, stop
from tests.images.engine import Engine
from tests.images.project import KEY, written
from tests.images.user import image_faults, process_faults

log = logging.getLogger(__name__)

PROBES = ("/health", "/ready", "/metrics")
# The service shows this document in development only, so the image is asked for it.
DOCUMENT = """
import importlib, json, sys
print(json.dumps(importlib.import_module(sys.argv[1]).build_app().openapi()))
"""


def test_service(service: Built, docker_engine: Engine, network: str) -> None:
    declared, port = service.declared, service.declared.port
    assert port is not None
    assert image_faults(docker_engine, service.image) == []
    options = {**declared.options, "network": network, "ports": {port: ("127.0.0.1", None)}}
    with started(docker_engine, service.image, **options) as container:
        url = address(container, port)
        ready(container, url)
        assert process_faults(container) == []
        assert container.exec_run(probe(container)).exit_code == 0
        for path in PROBES:
            assert answer(url + path)[0] == 200
        document = exec_json(container, ["python", "-c", DOCUMENT, service.command[-1]])
        request = main_request(document)
        assert send(url, request, {})[0] in (401, 403)
        status, said = send(url, request, {"X-API-Key": KEY})
        assert status == 200, said.decode()
        assert json.loads(said)
        log.info("%s %s answers %d bytes", request.method.upper(), request.path, len(said))
        stop(container, declared.grace)


def test_job(job: Built, docker_engine: Engine) -> None:
    assert image_faults(docker_engine, job.image) == []
    *_, source, target = job.command
    # A job of the sample needs no network: it gets none.
    options = {**job.declared.options, "command": [source, target], "network_mode": "none"}
    before = written(job.folder)
    # Stopped while it works, it goes on where it was.
    with started(docker_engine, job.image, **options) as container:
        assert process_faults(container) == []
        begun(container, job.folder, before)
        stop(container, job.declared.grace)
    with started(docker_engine, job.image, **options) as container:
        code, said = container.wait()["StatusCode"], container.logs().decode()
        assert code == 0, said
    result = job.folder / target
    assert result.stat().st_uid == int(job.declared.options["user"].partition(":")[0])
    lines = result.read_text(encoding="utf-8").splitlines()
    assert len(lines) == len((job.folder / source).read_text(encoding="utf-8").splitlines())
    log.info("the job: %s", said.splitlines()[-1])


def begun(container: Container, folder: Path, before: int) -> None:
    """Wait until a job has written a result, or has ended."""
    while container.status != "exited" and written(folder) == before:
        time.sleep(0.05)
        container.reload()


def probe(container: Container) -> list[str]:
    """The command of the image's own health check."""
    kind, *command = container.image.attrs["Config"]["Healthcheck"]["Test"]
    assert kind == "CMD"
    return list(command)


def exec_json(container: Container, command: list[str]) -> Document:
    """What a command in the container prints as JSON."""
    code, (said, complaint) = container.exec_run(command, demux=True)
    assert code == 0, complaint.decode()
    found: Document = json.loads(said.splitlines()[-1])
    return found


def main_request(document: Document) -> Request:
    """The first that the service documents an example for and answers with JSON."""
    return next(
        request
        for operation in operations(document)
        if operation.path not in PROBES and not operation.missing({})
        for request in operation.requests({})
        if request.accept == "application/json"
    )


def send(url: str, request: Request, key: dict[str, str]) -> tuple[int, bytes]:
    """Status and body of the answer to a request."""
    return answer(
        f"{url}{request.path}?{urlencode(request.query)}",
        method=request.method.upper(),
        headers={**request.headers, **key},
        data=request.body,
    )
