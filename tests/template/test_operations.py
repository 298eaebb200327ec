"""What make and the image start exists, and containers may write where they have to."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from groundplan.source import template_files
from tests.templates import ROOT, copied, rendered

STARTED = re.compile(r'-m"?,? "?(?:\$\(PACKAGE\)|\{\{ package_name \}\})\.([a-z_.]+)')


def test_modules_that_make_and_the_image_run_exist() -> None:
    files = {name: path for name, path in template_files(ROOT) if name.startswith("template/")}
    modules = {
        re.sub(r"\.py(\.jinja)?$", "", name.split("/src/{{package_name}}/")[1]).replace("/", ".")
        for name in files
        if "/src/{{package_name}}/" in name
    }
    started = {
        (name, module)
        for name, path in files.items()
        if "/make/" in name or name.endswith("/Dockerfile.jinja")
        for module in STARTED.findall(path.read_text(encoding="utf-8"))
    }
    assert {module for _, module in started} >= {"server", "batch", "cli"}
    assert {(name, module) for name, module in started if module not in modules} == set()


@pytest.mark.parametrize("latency", ["realtime", "batch"])
def test_containers_may_write_into_the_folders_of_the_checkout(
    latency: str, tmp_path: Path
) -> None:
    answers = {"problem": "predict", "latency": latency, "project_name": "try-it"}
    project = rendered(copied(tmp_path / "template"), tmp_path / "project", answers)
    docker = tmp_path / "bin" / "docker"
    docker.parent.mkdir()
    docker.write_text('#!/bin/sh\necho "user=$APP_USER"\n', encoding="utf-8")
    docker.chmod(0o755)

    make = shutil.which("make") or "make"
    said = subprocess.run(
        [make, "up"],
        cwd=project,
        env={"PATH": f"{docker.parent}{os.pathsep}{os.environ['PATH']}"},
        check=True,
        capture_output=True,
        text=True,
    ).stdout

    user = re.search(r"^user=(\d+):(\d+)$", said, re.MULTILINE)
    assert user is not None, said
    assert user[1] != "0"
    for folder in ("data", "reports", "var"):
        assert (project / folder).stat().st_uid == int(user[1])
