"""Whatever goes wrong: one clear sentence, an exit code that is not zero, the folder as it was."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Outcome

Command = Callable[..., Outcome]


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every path below a folder with its mode and content."""
    return {
        str(path.relative_to(folder)): (
            path.lstat().st_mode,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in sorted(folder.rglob("*"))
    }


ARGUMENTS = [
    (("new", "my docs"), "add -d project_name=my-docs"),
    (("new", "it's"), "add -d project_name=it-s"),
    (("new", 'say "hi"'), "add -d project_name=say-hi"),
    (("new", "{{name}}"), "add -d project_name=name"),
    (("new", "a.b"), "add -d project_name=a-b"),
    (("new", "🚀"), "add -d project_name=project"),
    (("new", "1st"), "add -d project_name=project-1st"),
    (("new", "class"), "add -d project_name=class-project"),
    (("new", "json"), "add -d project_name=json-project"),
    (("new", "Numpy"), "add -d project_name=numpy-project"),
    (("new", "a" * 41), "at most 40 characters"),
    (("new", "good", "-d", "project_name=a/b"), "letters, digits"),
    (("new", "no/such/place"), "there is no folder"),
    (("new", "good", "-d", "latncy=batch"), "did you mean latency"),
    (("new", "good", "-d", "package_name=x"), "follows from the other answers"),
    (("new", "good", "-d", "latency=soon"), "choose one of"),
    (("new", "good", "-d", "latency"), "write it as key=value"),
    (("new", "good", "-d", "source=api", "-d", "source=local"), "answered twice"),
    (("new", "good", "-d", "source=api", "-d", "hardware=gpu"), "choose hardware cpu"),
    (("new", "good", "-d", "source=api", "-d", "engine=vllm"), "only asked where"),
    (("new", "good", "-d", "task=regression", "-d", "problem=rag"), "does not ask for task"),
    (("new", "good", "-d", "description=two\nlines"), "one line"),
    (("new", "good", "--preset", "moon"), "there is no preset"),
    (("new",), "Missing argument"),
    (("new", "good", "--colour"), "No such option"),
    (("explain", "-d", "hardware=edge", "-d", "latency=batch"), "choose latency realtime"),
    (("dance",), "No such command"),
    (("matrix",), "Missing command"),
]


@pytest.mark.parametrize(("arguments", "words"), ARGUMENTS, ids=[" ".join(a) for a, _ in ARGUMENTS])
def test_arguments(
    command: Command, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    before = snapshot(tmp_path)
    assert words in command(*arguments).sentence()
    assert snapshot(tmp_path) == before


def test_a_folder_with_something_in_it(command: Command, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    before = snapshot(tmp_path)
    assert "is not empty" in command("new", "full").sentence()
    assert snapshot(tmp_path) == before


def test_a_file_in_the_way(command: Command, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    before = snapshot(tmp_path)
    assert "is a file" in command("new", "taken").sentence()
    assert "is a file" in command("new", "taken/inside").sentence()
    assert snapshot(tmp_path) == before


def test_a_parent_that_cannot_be_written(command: Command) -> None:
    """The system's own folder refuses everybody, the superuser included."""
    parent = next(path for path in (Path("/proc"), Path("/System")) if path.is_dir())
    assert "cannot be written" in command("new", str(parent / "my-docs")).sentence()


@pytest.mark.parametrize("path", ["", ".", "/", "~nobody-of-that-name/x", "a" * 300])
def test_odd_paths(command: Command, tmp_path: Path, path: str) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    before = snapshot(tmp_path)
    assert command("new", path, "-d", "project_name=good").sentence()
    assert snapshot(tmp_path) == before


def test_without_git(command: Command, tmp_path: Path) -> None:
    before = snapshot(tmp_path)
    (empty := tmp_path / "home" / "bin").mkdir()
    before = snapshot(tmp_path)
    assert "git is not installed" in command("new", "my-docs", PATH=str(empty)).sentence()
    assert snapshot(tmp_path) == before


def test_a_git_that_fails(command: Command, tmp_path: Path) -> None:
    tools = tmp_path / "home" / "bin"
    tools.mkdir()
    real = shutil.which("git")
    failing = 'case " $* " in *" commit "*) echo "disk is full" >&2; exit 1;; esac'
    (tools / "git").write_text(f'#!/bin/sh\n{failing}\nexec {real} "$@"\n')
    (tools / "git").chmod(0o755)
    before = snapshot(tmp_path)
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    assert "disk is full" in command("new", "my-docs", PATH=path).sentence()
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("not/a/repository", "neither an address nor a git repository"),
        ("file:///no/such/repository.git", "could not be fetched from file:///no/such"),
    ],
)
def test_a_template_that_is_not_there(
    command: Command, tmp_path: Path, address: str, words: str
) -> None:
    before = snapshot(tmp_path)
    assert words in command("new", "my-docs", GROUNDPLAN_TEMPLATE=address).sentence()
    assert snapshot(tmp_path) == before
