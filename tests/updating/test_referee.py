"""Where git can merge on its own, the result is what `git merge` makes of the same three sides."""

import random
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from groundplan.catalogue import load
from groundplan.git import GitError, git
from groundplan.matrix.cover import cases
from tests.updating.conftest import Renders, commit, files
from tests.updating.history import SECOND, THIRD
from tests.updating.working import updated

CASES = [case.answers for case in cases(load())]


def edited(folder: Path, chance: random.Random) -> None:
    """Lines of a user in a few files, some of them far from anything that the template changes."""
    modules = sorted(path for path in folder.rglob("*.py") if ".git" not in path.parts)
    for path in chance.sample(modules, 5):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        lines.insert(chance.randrange(len(lines) + 1), f"# mine {path.name}\n")
        path.write_text("".join(lines), encoding="utf-8")
    (folder / "mine.txt").write_text("mine\n", encoding="utf-8")


@pytest.mark.parametrize("number", range(len(CASES)))
def test_an_update_is_a_merge_of_the_two_renders(
    renders: Renders, tmp_path: Path, number: int
) -> None:
    before = CASES[number]
    others = [case for case in CASES if case["problem"] == before["problem"] and case != before]
    chance = random.Random(number)
    after: Mapping[str, str] = chance.choice(others)
    folder = renders.repository(before, SECOND, tmp_path / "project")
    edited(folder, chance)
    commit(folder, "edited")

    merging = tmp_path / "merging"
    shutil.copytree(folder, merging)
    git("checkout", "--quiet", "-b", "template", "HEAD~1", folder=merging)
    for path in merging.iterdir():
        if path.name != ".git":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    new = {"audience": "team"} if after["problem"] == "rag" else {}
    shutil.copytree(renders.fresh({**after, **new}, THIRD), merging, dirs_exist_ok=True)
    commit(merging, "the new render")
    git("checkout", "--quiet", "main", folder=merging)
    someone = ("-c", "user.name=Someone", "-c", "user.email=someone@localhost")
    try:
        git(*someone, "merge", "--quiet", "--no-edit", "template", folder=merging)
        alone = True
    except GitError:
        alone = False

    plan = updated(renders, folder, after, THIRD)
    assert plan is not None
    assert alone == (not plan.conflicts and not plan.decisions)
    if alone:
        assert files(folder) == files(merging)
