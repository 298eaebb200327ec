"""Whatever users did and whatever changes: no line of theirs is lost, and undo restores it all."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from groundplan.catalogue import load
from groundplan.completion import complete
from groundplan.git import raw
from groundplan.matrix.cover import cases
from tests.updating.conftest import Renders, commit, state
from tests.updating.edges import edges
from tests.updating.history import SECOND, THIRD
from tests.updating.users import IGNORED, Edit, done, edits, lost, tracked, written
from tests.updating.working import undone, updated

EXAMPLES = int(os.environ.get("UPDATE_EXAMPLES", "1000"))
PARTS = 8
# Shrinking a failure takes minutes: for a person who looks into one.
SHRINK = bool(os.environ.get("UPDATE_SHRINK"))
CASES = [case.answers for case in cases(load())]
GIVEN: dict[str, list[Mapping[str, str]]] = {str(case): [{}] for case in CASES}
for edge in edges(load()):
    GIVEN[str(edge.before)].append(edge.given)


def differing(before: Path, after: Path) -> list[str]:
    """Files of two renders that are not the same in both."""
    names = {
        path.relative_to(folder).as_posix()
        for folder in (before, after)
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.parts
    }
    return sorted(name for name in names if content(before / name) != content(after / name))


def content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def untracked(folder: Path) -> dict[str, bytes]:
    """Every file that git ignores."""
    arguments = ("ls-files", "--others", "--ignored", "--exclude-standard", "-z")
    said = raw(*arguments, folder=folder).decode()
    paths = {name: folder / name for name in said.split("\0") if name}
    return {
        name: bytes(path.readlink()) if path.is_symlink() else path.read_bytes()
        for name, path in paths.items()
    }


def made_executable(folder: Path, rendered: Path) -> set[str]:
    """Files that git knows, that a user can execute, and that were not rendered so."""
    return {
        name
        for name in tracked(folder)
        if not (folder / name).is_symlink()
        and os.access(folder / name, os.X_OK)
        and not os.access(rendered / name, os.X_OK)
    }


def example(
    renders: Renders,
    case: Mapping[str, str],
    given: Mapping[str, str],
    chosen: list[Edit],
    folder: Path,
) -> None:
    """A repository, a user's edits, an update, and its undoing."""
    new = complete(renders.catalogue(THIRD), given, case)
    old, fresh = renders.fresh(case, SECOND), renders.fresh(new, THIRD)
    renders.repository(case, SECOND, folder)
    done(folder, chosen, differing(old, fresh))
    commit(folder, "edited")
    for name, text in IGNORED.items():
        # Users rename .gitignore as well, and then a file like these would be one of theirs.
        if raw("check-ignore", name, folder=folder, allowed=(0, 1)):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(text)
    ignored = untracked(folder)
    before, lines = state(folder), written(folder)
    theirs = {name: content(folder / name) for name in tracked(folder)}
    executable = made_executable(folder, old)

    plan = updated(renders, folder, given, THIRD)

    assert plan is not None
    assert lost(folder, lines) == []
    assert ignored.items() <= untracked(folder).items()
    moved = {file.before: file.path for file in plan.files}
    for name in executable:
        assert os.access(folder / moved.get(name, name), os.X_OK), name
    # What the user left alone is as in a fresh render, but for what is named.
    named = {one.path for one in plan.conflicts} | {one.path for one in plan.decisions}
    named |= {file.path for file in plan.files if file.edited or file.before}
    alone = {name for name in differing(fresh, folder) if theirs.get(name) == content(old / name)}
    assert alone <= named | ignored.keys()

    undone(folder)
    assert state(folder) == before


@pytest.mark.parametrize("part", range(PARTS))
def test_no_line_of_a_user_is_lost(renders: Renders, part: int) -> None:
    @seed(part)
    @settings(
        max_examples=EXAMPLES // PARTS,
        deadline=None,
        database=None,
        phases=[Phase.generate, *([Phase.shrink] if SHRINK else [])],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def every(data: st.DataObject) -> None:
        case = data.draw(st.sampled_from(CASES))
        asked = data.draw(st.sampled_from(GIVEN[str(case)]))
        chosen = data.draw(edits())
        folder = Path(tempfile.mkdtemp(prefix="example-"))
        try:
            example(renders, case, asked, chosen, folder / "project")
        finally:
            shutil.rmtree(folder)

    every()
