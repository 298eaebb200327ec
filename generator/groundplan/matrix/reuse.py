"""A step that passed is not run again on the same inputs.

What a step reads is watched while it runs (`smoke/watch.py`): the rendered files it opens or asks
for, those it asks for in vain, and the folders it lists. Where all of them are the same in another
render, the step would read the same again and do the same, being seeded and off-line: its verdict
holds there, too. A step that starts programs which cannot be watched, or reads what an earlier
step left in the folder, is always run; so is everything in the combinations drawn as referees.
"""

import hashlib
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from threading import Lock

from groundplan.matrix.forks import Answer
from groundplan.matrix.model import Case

Inputs = Mapping[str, str | None]
SETTINGS = "pyproject.toml [tool.pytest]"
REFEREES = 0.05


class Contents:
    """What a render holds, as it was rendered: a digest for each file and folder."""

    def __init__(self, folder: Path) -> None:
        self.files = {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in folder.rglob("*")
            if path.is_file()
        }
        names = defaultdict(set)
        for name in self.files:
            *parents, last = Path(name).parts
            for depth in range(len(parents) + 1):
                names["/".join(parents[:depth]) or "."].add((*parents, last)[depth])
        self._lists = {folder: _digest(*sorted(held)) for folder, held in names.items()}
        project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
        self._settings = _digest(repr(project.get("tool", {}).get("pytest")))

    @property
    def digest(self) -> str:
        """One digest for all of it."""
        return _digest(*(f"{name} {held}" for name, held in sorted(self.files.items())))

    def inputs(self, files: Iterable[str], lists: Iterable[str]) -> Inputs:
        """The digests of what a step read; None for what is not there."""
        read = {f"file {name}": self._file(name) for name in files}
        listed = {f"list {name}": self._lists.get(name) for name in lists}
        return {**read, **listed, SETTINGS: self._settings}

    def holds(self, inputs: Inputs) -> bool:
        """Whether a step that read `inputs` would read the same here."""
        return all(self._now(name) == held for name, held in inputs.items())

    def _now(self, name: str) -> str | None:
        kind, _, path = name.partition(" ")
        if name == SETTINGS:
            return self._settings
        return self._file(path) if kind == "file" else self._lists.get(path)

    def _file(self, name: str) -> str | None:
        return self.files.get(name) or ("folder" if name in self._lists else None)


class Passed:
    """Which steps passed on which inputs, over all combinations of a run."""

    def __init__(self) -> None:
        self._held: dict[str, list[tuple[Inputs, str]]] = defaultdict(list)
        self._lock = Lock()

    def find(self, check: str, contents: Contents) -> str | None:
        """The combination in which `check` passed on what this render holds, if there is one."""
        with self._lock:
            held = list(self._held[check])
        return next((case for inputs, case in held if contents.holds(inputs)), None)

    def add(
        self,
        check: str,
        case: str,
        folder: Path,
        contents: Contents,
        answer: Answer,
        reads: Iterable[str] = (),
    ) -> None:
        """Remember a step that passed, if what it read (and `reads`) says all about it."""
        left_by_others = (
            name
            for name in {*answer.files, *answer.lists}
            if contents.inputs([name], [])[f"file {name}"] is None
            and (folder / name).exists()
            and not name.endswith("__pycache__")
        )
        if answer.opaque or any(left_by_others):
            return
        inputs = contents.inputs({*answer.files, *reads}, answer.lists)
        with self._lock:
            self._held[check].append((inputs, case))


def referees(cases: Sequence[Case], template: Path) -> list[Case]:
    """A twentieth of the cases, in which nothing is spared; others after each change."""
    content = hashlib.sha256()
    for path in sorted(path for path in template.rglob("*") if path.is_file()):
        content.update(path.read_bytes())
    draw = content.hexdigest()
    by_lot = sorted(cases, key=lambda case: hashlib.sha256(f"{draw}{case.name}".encode()).digest())
    return by_lot[: round(len(cases) * REFEREES)]


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()
