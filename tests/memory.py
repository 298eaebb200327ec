"""What tests write is kept in memory, where there is room: disks are waited for again and again.

A `conftest.py` that imports these names has it for its tests.
"""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from groundplan.matrix import scratch


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder of all that the tests of this run write."""
    if config.option.basetemp is None and not hasattr(config, "workerinput"):
        folder = scratch.made()
        config.option.basetemp = str(folder / "tests")
        config.add_cleanup(lambda: shutil.rmtree(folder))


@pytest.fixture(scope="session", autouse=True)
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What killed processes leave behind goes with everything else that tests made."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TMPDIR", str(tmp_path_factory.mktemp("temporary")))
        patched.setattr(tempfile, "tempdir", None)
        yield


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of this run that all of its workers have in common."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent
