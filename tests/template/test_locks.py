"""The lock of a render: what its requirements bring, and PyTorch from the right place."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from groundplan.catalogue import load
from groundplan.matrix.installs import DependencySet, distinct
from groundplan.matrix.quick_copier import remembering
from tests.templates import ROOT, copied, rendered

SETS = distinct(load())
CLOSURES = json.loads((ROOT / "locks/closures.json").read_text(encoding="utf-8"))
HASHES = json.loads((ROOT / "locks/hashes.json").read_text(encoding="utf-8"))
NEEDED = ("pyproject.toml.jinja", "requirements.txt.jinja", "requirements-dev.txt.jinja")
ENTRY = re.compile(
    r"^(\S+==\S+)(?: ; (.+))? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.M
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The questionnaire with the three files that decide about an installation."""
    folder = copied(tmp_path_factory.mktemp("template"))
    for path in folder.glob("template/*/**/*"):
        if path.is_file() and path.name not in NEEDED:
            path.unlink()
    return folder


@pytest.mark.parametrize("wanted", SETS, ids=lambda wanted: SETS[wanted].name)
def test_a_lock_holds_what_the_requirements_bring(
    wanted: DependencySet, template: Path, tmp_path: Path
) -> None:
    with remembering():
        made = rendered(template, tmp_path, SETS[wanted].answers)
    left_out = CLOSURES["cuda"] if wanted.torch_cpu else []
    for file, requirements in (
        ("requirements.txt", wanted.dependencies),
        ("requirements-dev.txt", wanted.development),
    ):
        text = (made / file).read_text(encoding="utf-8")
        entries = {pin: (marker, digests) for pin, marker, digests in ENTRY.findall(text)}
        header, body = text[: text.index("make lock")], ENTRY.sub("", text)
        assert body == f"{header}make lock\n", "nothing but entries"
        brought: dict[str, dict[str, None]] = {}
        for requirement in requirements:
            for pin, marker in CLOSURES["requirements"][requirement].items():
                if pin not in left_out:
                    brought.setdefault(pin, {})[marker] = None
        assert set(entries) == set(brought)
        for pin, (marker, digests) in entries.items():
            assert re.findall(r"[0-9a-f]{64}", digests) == HASHES[pin]
            assert marker == ("" if "" in brought[pin] else " or ".join(brought[pin]))


def test_uv_asks_the_index_of_pytorch_for_its_build_for_the_cpu(
    template: Path, tmp_path: Path
) -> None:
    wanted = next(wanted for wanted in SETS if wanted.torch_cpu)
    made = rendered(template, tmp_path, SETS[wanted].answers)
    install = (sys.executable, "-m", "uv", "pip", "install", "--dry-run", "--no-deps", "--no-cache")
    proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9")
    said = subprocess.run(
        [*install, "--group", "torch-cpu"],
        cwd=made,
        env={"PATH": os.environ["PATH"], "UV_HTTP_RETRIES": "0"} | proxies,
        capture_output=True,
        text=True,
    )
    assert said.returncode != 0
    assert "https://download.pytorch.org/whl/cpu/torch/" in said.stderr
