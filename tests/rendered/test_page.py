"""The assistant's page in a real browser, as `make page-test` of a render tries it.

It needs a Chromium: one that is installed, the one that CHROMIUM names, or Debian's package, which
root gets without asking.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from groundplan.matrix import forks
from tests.debian import install
from tests.templates import copied, rendered

NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def chromium() -> str:
    held = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not held:
        install("chromium", "chromium")
    return held or "chromium"


@pytest.mark.parametrize("modality", ["text", "image", "audio"])
def test_the_page_passes_in_a_browser(tmp_path: Path, modality: str, chromium: str) -> None:
    answers = {"problem": "assistant", "modality": modality, "latency": "interactive"}
    answers |= {"source": "api"}
    project = rendered(copied(tmp_path / "template"), tmp_path / "project", answers)
    tried = subprocess.run(
        ["make", "--silent", "page-test", f"PYTHON={forks.python()}"],
        cwd=project,
        env=os.environ | {"CHROMIUM": chromium, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
    )
    assert tried.returncode == 0, tried.stdout[-5000:]
    assert " passed" in tried.stdout
    assert " skipped" not in tried.stdout
