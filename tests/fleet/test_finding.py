"""What is found under folders and in lists, and what is passed over."""

import io
from pathlib import Path

import pytest

from groundplan.errors import UsageError
from groundplan.fleet.finding import found, listed

OURS = "# Copier\n_commit: v0.1.0\n_src_path: https://groundplan.example/x.git\nproblem: rag\n"


def answers(folder: Path, text: str = OURS) -> Path:
    folder.mkdir(parents=True)
    (folder / ".copier-answers.yml").write_text(text, encoding="utf-8")
    return folder


def test_every_repository_is_found_once(tmp_path: Path) -> None:
    every = [answers(tmp_path / name) for name in ("one", "whole/apps/two", "whole/three")]
    assert found([tmp_path, tmp_path / "whole"], [every[0]]) == sorted(every)
    assert found([every[0]]) == [every[0]]


def test_a_project_within_a_project_is_found(tmp_path: Path) -> None:
    outer, inner = answers(tmp_path / "outer"), answers(tmp_path / "outer" / "inner")
    assert found([tmp_path]) == [outer, inner]


@pytest.mark.parametrize("name", [".git", ".venv", ".hidden", "node_modules", "a/site-packages"])
def test_folders_that_no_one_works_in_are_passed_over(tmp_path: Path, name: str) -> None:
    answers(tmp_path / name / "project")
    assert found([tmp_path]) == []


@pytest.mark.parametrize("mark", ["pyvenv.cfg", "CACHEDIR.TAG"])
def test_environments_and_caches_are_known_by_what_they_say(tmp_path: Path, mark: str) -> None:
    answers(tmp_path / "heavy" / "project")
    (tmp_path / "heavy" / mark).touch()
    assert found([tmp_path]) == []


def test_a_link_to_a_folder_leads_nowhere(tmp_path: Path) -> None:
    one = answers(tmp_path / "one")
    (one / "again").symlink_to(tmp_path)
    assert found([tmp_path]) == [one]


def test_other_templates_are_none_of_ours(tmp_path: Path) -> None:
    answers(tmp_path / "other", "_commit: v1\n_src_path: gh:some/one\nproject: x\n")
    answers(tmp_path / "plain", "_src_path: ../template\nproblem: rag\n")
    assert found([tmp_path]) == []


def test_broken_answers_are_found_all_the_same(tmp_path: Path) -> None:
    conflict = answers(tmp_path / "conflict", f"<<<<<<< yours\n{OURS}=======\n>>>>>>> template\n")
    binary = answers(tmp_path / "binary")
    (binary / ".copier-answers.yml").write_bytes(b"\xff\xfe")
    assert found([tmp_path]) == [binary, conflict]


def test_a_list_has_one_path_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "# the fleet\n\none\n  two words  # the second\nthree#3\n"
    expected = [Path("one"), Path("two words"), Path("three#3")]
    (tmp_path / "list").write_text(text, encoding="utf-8")
    assert listed(str(tmp_path / "list")) == expected
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    assert listed("-") == expected


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no folder"):
        found([tmp_path / "nowhere"])
    with pytest.raises(UsageError, match="cannot be read"):
        listed(str(tmp_path / "nowhere"))
