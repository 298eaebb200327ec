"""A combination that passed is left out while its contents and its checks stay as they were."""

from pathlib import Path

import pytest

from groundplan.matrix.changed import LastPasses
from groundplan.matrix.contents import Contents
from groundplan.matrix.model import Case, Outcome, Verdict

CASE = Case({"problem": "rag", "modality": "text"})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("generator/groundplan/matrix/plan.py", "requirements/renders.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("first\n")
    return tmp_path


@pytest.fixture
def contents(tmp_path: Path) -> Contents:
    return rendered(tmp_path / "render", "text\n")


def rendered(folder: Path, text: str) -> Contents:
    folder.mkdir(exist_ok=True)
    (folder / "pyproject.toml").write_text("[project]\n")
    (folder / "README.md").write_text(text)
    return Contents(folder)


def run(root: Path, contents: Contents, *faults: str, wanted: bool = True) -> bool:
    """Whether the combination is left out; if not, it is run, with these faults."""
    passes = LastPasses(root)
    before = passes.skipping(wanted)(CASE, contents)
    outcome = Outcome("everything", 0.0, reused=before) if before else Outcome("demo", 1, faults)
    passes.keep([Verdict(CASE, 1.0, (outcome,))])
    return before is not None


def test_it_is_left_out_after_it_passed(root: Path, contents: Contents) -> None:
    assert not run(root, contents)
    assert run(root, contents)
    assert run(root, contents)
    assert not run(root, contents, wanted=False)


def test_it_is_run_again_after_it_failed(root: Path, contents: Contents) -> None:
    assert not run(root, contents, "it broke")
    assert not run(root, contents)


@pytest.mark.parametrize(
    "name", ["generator/groundplan/matrix/plan.py", "requirements/renders.txt"]
)
def test_a_change_of_what_checks_it_counts(root: Path, contents: Contents, name: str) -> None:
    run(root, contents)
    (root / name).write_text("second\n")
    assert not run(root, contents)


def test_a_change_of_a_byte_counts_and_a_date_does_not(root: Path, contents: Contents) -> None:
    run(root, contents)
    assert run(root, rendered(root / "render", "text\n"))
    assert not run(root, rendered(root / "render", "Text\n"))


def test_where_the_template_lay_plays_no_part(root: Path, contents: Contents) -> None:
    run(root, contents)
    (root / "render" / ".copier-answers.yml").write_text("_src_path: elsewhere\n")
    assert run(root, Contents(root / "render"))


def test_a_broken_record_means_that_nothing_passed(root: Path, contents: Contents) -> None:
    run(root, contents)
    (root / "build" / "matrix-passed.json").write_text("{")
    assert not run(root, contents)
