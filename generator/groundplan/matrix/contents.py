"""What a render holds, so that two of them can be compared by what a step reads of them."""

import hashlib
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

Inputs = Mapping[str, str | None]
SETTINGS = "pyproject.toml [tool.pytest]"
ANSWERS = ".copier-answers.yml"
COMPILED = "__pycache__"


class Contents:
    """What a render holds, as it was rendered: a digest for each file and folder."""

    def __init__(self, folder: Path) -> None:
        self.files = digests(folder)
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
        """One digest for all of it, but for the file that says where the template lay."""
        held = sorted(self.files.items())
        return _digest(*(f"{name} {digest}" for name, digest in held if name != ANSWERS))

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


def digests(folder: Path) -> dict[str, str]:
    """A digest for each file; what Python compiles belongs to its source."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.parent.name != COMPILED
    }


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()
