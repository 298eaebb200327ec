"""A step fails alone, whatever it does: it hangs, crashes, leaks, or reaches for the network."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from groundplan.matrix import forks

PROJECT = "[tool.pytest.ini_options]\naddopts = '-q'\n"


@pytest.fixture(scope="module")
def slot() -> Iterator[forks.Slot]:
    with forks.ForkServer(forks.python(), ["pytest", "urllib.request"], 1) as server:
        server.wait()
        yield server.slot()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "src" / "small").mkdir(parents=True)
    (folder / "src" / "small" / "__init__.py").touch()
    (folder / "tests").mkdir()
    (folder / "pyproject.toml").write_text(PROJECT)
    return folder


def faults(slot: forks.Slot, project: Path, code: str, seconds: float = 20) -> str:
    """What is said about a test module whose one test runs this code."""
    lines = "".join(f"    {line}\n" for line in code.splitlines())
    (project / "tests" / "test_one.py").write_text(f"def test_one(tmp_path):\n{lines}")
    answer = slot.run(project, "tests", "tests/test_one.py", seconds=seconds)
    return "\n".join(answer.faults)


def test_a_step_that_does_nothing_wrong_passes(slot: forks.Slot, project: Path) -> None:
    code = """
import json, socket, subprocess, sys, tempfile
(tmp_path / "own").write_text("x")
tempfile.NamedTemporaryFile().close()
with socket.create_server(("127.0.0.1", 0)) as server:
    socket.create_connection(server.getsockname()).close()
subprocess.run([sys.executable, "-c", "print(1)"], check=True)
"""
    assert faults(slot, project, code) == ""


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("assert False", "TESTS_FAILED"),
        ("import time; time.sleep(60)", "did not end within 1 s and was killed"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "with signal SIGSEGV"),
        ("import os; os._exit(0)", "ended without a word, with exit code 0"),
        ("import subprocess; subprocess.Popen(['sleep', '60'])", "left a process behind: sleep 60"),
        (
            "import subprocess; subprocess.run('setsid sleep 60 & ', shell=True)",
            "left a process behind: sleep 60",
        ),
    ],
)
def test_it_fails_alone(slot: forks.Slot, project: Path, code: str, said: str) -> None:
    seconds = 1 if "within" in said else 20
    assert said in faults(slot, project, code, seconds)
    assert faults(slot, project, "pass") == ""


@pytest.mark.parametrize(
    "code",
    [
        "urllib.request.urlopen('http://192.0.2.1/')",
        "socket.getaddrinfo('example.org', 80)",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
    ],
)
def test_the_network_is_out_of_reach_even_when_the_refusal_is_swallowed(
    slot: forks.Slot, project: Path, code: str
) -> None:
    swallowed = (
        f"import contextlib, socket, urllib.request\nwith contextlib.suppress(OSError): {code}"
    )
    assert "reaches for the network" in faults(slot, project, swallowed)
    program = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {swallowed!r}])"
    assert "reaches for the network" in faults(slot, project, program)


def test_the_network_is_out_of_reach_for_other_programs_too(
    slot: forks.Slot, project: Path
) -> None:
    shell = ["bash", "-c", "exec 3<>/dev/tcp/192.0.2.1/80"]
    said = faults(slot, project, f"import subprocess\nsubprocess.run({shell!r}, check=False)")
    assert "reaches for the network past Python" in said
    shell = ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/9"]
    assert faults(slot, project, f"import subprocess\nsubprocess.run({shell!r}, check=False)") == ""


def test_a_file_outside_is_found(slot: forks.Slot, project: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    said = faults(slot, project, f"open({str(outside)!r}, 'w').close()")
    assert f"writes {outside}, which is outside its folder" in said
    said = faults(slot, project, f"import os\nos.mkdir({str(outside) + '-folder'!r})")
    assert "which is outside its folder" in said


def test_no_test_is_a_fault(slot: forks.Slot, project: Path) -> None:
    (project / "tests" / "test_none.py").write_text("")
    answer = slot.run(project, "tests", "tests/test_none.py")
    assert "NO_TESTS_COLLECTED" in answer.faults[0]


def test_a_command_is_run_as_make_would(slot: forks.Slot, project: Path) -> None:
    (project / "src" / "small" / "__main__.py").write_text(
        "import sys; sys.exit(len(sys.argv) - 1)"
    )
    python = forks.python()
    assert slot.run(project, "command", f"{python} -m small").faults == []
    assert "exit code 2" in slot.run(project, "command", f"{python} -m small a b").faults[0]
    assert "exit code 3" in slot.run(project, "command", "exit 3").faults[0]
