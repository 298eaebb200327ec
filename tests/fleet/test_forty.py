"""Forty repositories in one run: all that can be done is done, and no working tree is touched."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from groundplan.fleet.command import Wish, statuses, updates
from groundplan.fleet.finding import found
from groundplan.fleet.template import Template
from tests.fleet.conftest import conflicting, spoilers, thread, write
from tests.updating.conftest import state

MANY = 40


def test_forty(repository: Callable[[str], Path], template: Template, tmp_path: Path) -> None:
    folders = [repository(f"team-{number % 4}/app-{number:02}") for number in range(MANY)]
    for folder in folders[::2]:
        write(folder, "notes.txt", f"{folder.name}\n")
    conflicting(folders[3])
    spoilers["dirty"](folders[11])
    spoilers["no commit"](folders[20])
    spoilers["broken index"](folders[30])
    roots, quiet = [tmp_path / "fleet"], Console(quiet=True)
    paths = found(roots)
    assert paths == sorted(folders)
    before = {path: {**state(path), "branches": None} for path in paths}

    seen = statuses(paths, 2, quiet, template, thread)
    assert [one.path for one in seen] == paths
    assert Counter(bool(one.fault) for one in seen) == {False: MANY - 2, True: 2}
    assert sum(one.behind == 1 for one in seen) == MANY
    assert [one.path for one in seen if one.at_risk] == [folders[3]]

    wish = Wish({}, checks=False)
    results, left = updates(paths, roots, wish, 2, quiet, template, thread)
    assert left == 0
    assert Counter(one.state for one in results) == {
        "done": MANY - 4,
        "needs a person": 2,
        "failed": 2,
    }
    assert {path: {**state(path), "branches": None} for path in paths} == before
