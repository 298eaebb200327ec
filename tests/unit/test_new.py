"""`groundplan new`: what it writes, that plain Copier writes the same, that a team can go on."""

import json
import os
import pty
import select
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from groundplan import identity
from groundplan.catalogue import Catalogue
from groundplan.combinations import valid
from groundplan.explanation import explain
from groundplan.git import git
from tests.templates import published

from .conftest import Outcome

Command = Callable[..., Outcome]
ADDRESS = identity.published()


def files(folder: Path) -> dict[str, bytes]:
    """Everything in a folder but its history."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }


def answers_of(folder: Path) -> dict[str, str]:
    read: dict[str, str] = yaml.safe_load((folder / ".copier-answers.yml").read_text())
    return read


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("published"), identity.tag())


def at_public_address(bare: Path) -> dict[str, str]:
    """Settings under which git finds the public address in a local bare repository."""
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{bare}.insteadOf",
        "GIT_CONFIG_VALUE_0": ADDRESS,
    }


def plain_copier(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "copier", *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
        timeout=120,
    )


def test_it_writes_a_committed_repository_and_says_how_to_go_on(
    command: Command, tmp_path: Path, catalogue: Catalogue
) -> None:
    outcome = command("new", "my-docs", "-d", "engine=llamacpp")
    assert outcome.code == 0, outcome.error
    made = tmp_path / "my-docs"
    recorded = answers_of(made)
    assert recorded["_src_path"] == ADDRESS
    assert recorded["_commit"] == identity.tag()
    assert recorded["project_name"] == "my-docs"
    assert recorded["engine"] == "llamacpp"
    assert git("status", "--porcelain", folder=made) == ""
    assert git("rev-list", "--count", "HEAD", folder=made) == "1"
    assert git("branch", "--show-current", folder=made) == "main"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "my-docs"]
    answers = {name: recorded[name] for name in catalogue.questions("rag") if name in recorded}
    plan = explain(catalogue, answers, "my-docs")
    assert set(plan.files) == set(files(made))
    assert f"{len(plan.files)} files" in outcome.output
    assert "Ruled out" in outcome.output
    assert [line.split("#")[0].strip() for line in outcome.output.splitlines()[-3:]] == [
        f"cd {made}",
        "make demo",
        "make help",
    ]


@pytest.mark.parametrize("preset", ["rag", "docs-api", "tabular-service", "tabular-edge"])
def test_plain_copier_renders_the_same_bytes(
    command: Command, environment: dict[str, str], tmp_path: Path, bare: Path, preset: str
) -> None:
    ours, plain = tmp_path / "ours", tmp_path / "plain"
    assert command("new", str(ours), "--preset", preset, "-d", "project_name=same").code == 0
    data = [
        word
        for name, value in answers_of(ours).items()
        if not name.startswith("_")
        for word in ("-d", f"{name}={value}")
    ]
    plain_copier(
        environment | at_public_address(bare),
        *("copy", "--quiet", "--defaults", "--vcs-ref", identity.tag(), *data, ADDRESS, str(plain)),
    )
    assert files(ours) == files(plain)


def test_a_team_mate_with_plain_copier_finds_nothing_to_change(
    command: Command, environment: dict[str, str], tmp_path: Path, bare: Path
) -> None:
    made = tmp_path / "shared-docs"
    assert command("new", str(made)).code == 0
    environment |= at_public_address(bare) | {"COPIER_CACHE_DIR": str(tmp_path / "cache")}
    plain_copier(environment, "update", "--quiet", "--defaults", str(made))
    assert git("status", "--porcelain", folder=made) == ""
    before = files(made)
    plain_copier(environment, "recopy", "--quiet", "--defaults", "--overwrite", str(made))
    assert files(made) == before


def test_another_address_can_be_set(
    command: Command, tmp_path: Path, bare: Path, environment: dict[str, str]
) -> None:
    relative = os.path.relpath(bare, tmp_path)
    outcome = command("new", "elsewhere", GROUNDPLAN_TEMPLATE=relative)
    assert outcome.code == 0, outcome.error
    assert answers_of(tmp_path / "elsewhere")["_src_path"] == str(bare)


def test_the_users_own_settings_change_nothing(
    command: Command, environment: dict[str, str], tmp_path: Path
) -> None:
    settings = tmp_path / "settings.yml"
    settings.write_text(json.dumps({"defaults": {"hardware": "gpu", "description": "theirs"}}))
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    (hooks / "pre-commit").write_text("#!/bin/sh\nexit 1\n")
    (hooks / "pre-commit").chmod(0o755)
    (tmp_path / "home" / ".gitconfig").write_text(
        f"[core]\n\thooksPath = {hooks}\n[commit]\n\tgpgSign = true\n[init]\n\tdefaultBranch = x\n"
    )
    outcome = command(
        "new",
        "plain-docs",
        COPIER_SETTINGS_PATH=str(settings),
        GIT_DIR=str(tmp_path / "nowhere"),
        GIT_INDEX_FILE=str(tmp_path / "no-index"),
    )
    assert outcome.code == 0, outcome.error
    assert answers_of(tmp_path / "plain-docs")["hardware"] == "cpu"
    author = git("log", "-1", "--format=%an", folder=tmp_path / "plain-docs")
    assert author == "Groundplan"
    assert "user.name" not in (tmp_path / "plain-docs" / ".git" / "config").read_text()


def test_who_you_are_is_kept(command: Command, tmp_path: Path) -> None:
    (tmp_path / "home" / ".gitconfig").write_text("[user]\n\tname = Ada\n\temail = ada@localhost\n")
    assert command("new", "my-docs").code == 0
    assert git("log", "-1", "--format=%an", folder=tmp_path / "my-docs") == "Ada"


def test_an_empty_folder_is_filled_and_keeps_its_mode(command: Command, tmp_path: Path) -> None:
    place = tmp_path / "Ünusual folder, [here]" / "my-docs"
    place.mkdir(parents=True)
    place.chmod(0o750)
    outcome = command("new", str(place))
    assert outcome.code == 0, outcome.error
    assert place.stat().st_mode & 0o777 == 0o750
    assert (place / "README.md").is_file() or (place / "Makefile").is_file()


def test_a_preset_gives_way_to_an_answer(command: Command, tmp_path: Path) -> None:
    outcome = command("new", "my-docs", "--preset", "rag", "--yes", "-d", "source=api")
    assert outcome.code == 0, outcome.error
    recorded = answers_of(tmp_path / "my-docs")
    assert recorded["source"] == "api"
    assert "engine" not in recorded
    assert "Set aside from preset rag: source local, engine ollama" in outcome.output


def pressing_return(process: subprocess.Popen[bytes], terminal: int) -> bytes:
    """What a program shows to somebody who presses Return whenever it waits."""
    shown = b""
    while process.poll() is None:
        if select.select([terminal], [], [], 0.3)[0]:
            try:
                news = os.read(terminal, 65536)
            except OSError:
                break
            shown += news
            if b"\x1b[6n" in news:  # a program asks a terminal for its cursor's place
                os.write(terminal, b"\x1b[1;1R")
        else:
            os.write(terminal, b"\r")
    process.wait(timeout=60)
    os.close(terminal)
    return shown


def test_a_person_is_asked_and_sees_the_plan_first(
    environment: dict[str, str], tmp_path: Path, catalogue: Catalogue
) -> None:
    """A terminal, and somebody who presses Return at each question."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "groundplan", "new", "asked-docs"],
        cwd=tmp_path,
        env=environment | {"TERM": "xterm", "LINES": "50"},
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
    )
    os.close(follower)
    shown = pressing_return(process, leader)
    text = shown.decode(errors="replace")
    assert process.returncode == 0, text
    recorded = answers_of(tmp_path / "asked-docs")
    answers = {name: recorded[name] for name in catalogue.questions("rag") if name in recorded}
    assert answers in list(valid(catalogue))
    assert text.index("Ruled out") < text.index("Write it?")
    assert "This machine" in text
