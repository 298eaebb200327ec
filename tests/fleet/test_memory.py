"""What is kept of a run, and for which other run it counts."""

from pathlib import Path

import pytest

from groundplan.errors import GroundplanError
from groundplan.fleet.memory import Memory, folder
from groundplan.fleet.result import Result

ROOTS = (Path("/there/one"), Path("/there/two"))
DONE = Result("/there/one", "done", "3 changed", "groundplan/v1", "abc")


def memory(roots: tuple[Path, ...] = ROOTS, tag: str = "v1", **given: str) -> Memory:
    return Memory.of(roots, given, tag, pull_requests=False)


def test_only_what_is_finished_is_left_out() -> None:
    first = memory()
    first.keep(
        DONE, Result("b", "failed"), Result("c", "needs a person"), Result("d\udcff", "done")
    )
    again = memory()
    assert again.finished(Path("/there/one")) is None
    again.read()
    assert again.finished(Path("/there/one")) == DONE
    assert again.finished(Path("b")) is again.finished(Path("c")) is None
    assert again.finished(Path("d\udcff")) is not None


def test_it_is_the_same_for_the_same_request_only() -> None:
    assert memory(tuple(reversed(ROOTS)), a="1", b="2").file == memory(b="2", a="1").file
    others = [memory(ROOTS[:1]), memory(tag="v2"), memory(a="1"), memory()]
    others.append(Memory.of(ROOTS, {}, "v1", pull_requests=True))
    assert len({one.file for one in others}) == len(others)


def test_it_lies_where_a_users_state_lies(user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert folder() == user / "state" / "groundplan"
    for none in ("", "relative"):
        monkeypatch.setenv("XDG_STATE_HOME", none)
        assert folder() == user / ".local" / "state" / "groundplan"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"results": [{"path": 1}]}'])
def test_a_broken_memory_is_told(text: str) -> None:
    held = memory()
    held.keep()
    held.file.write_text(text, encoding="utf-8")
    with pytest.raises(GroundplanError, match="delete it, or run without --resume"):
        memory().read()


def test_what_cannot_be_kept_is_told(user: Path) -> None:
    (user / "state").write_text("a file", encoding="utf-8")
    with pytest.raises(GroundplanError, match="cannot be written"):
        memory().keep()
