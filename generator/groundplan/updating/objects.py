"""Trees, commits and merges in a private store beside a repository, which is only read."""

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path, PurePosixPath

from groundplan.git import git, raw

# The sides of a conflict, as its markers name them.
YOURS, TEMPLATE = "yours", "template"
_WHO = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Groundplan"), ("EMAIL", "groundplan@localhost"))
}
_REMOVED = "0" * 6
# A folder that the template renames takes no file along that its users put there.
_MERGE = ("-c", "merge.directoryRenames=false", "merge-tree", "--write-tree", "-z", "--no-messages")


@dataclass(frozen=True)
class Entry:
    """A file in a tree: its mode, six digits, and the id of its content."""

    mode: str
    oid: str


Listing = Mapping[str, Entry]


@dataclass(frozen=True)
class Conflict:
    """A path on which the two sides did not come together.

    `stages` holds what there is of it: 1 where both come from, 2 the user's, 3 the template's.
    """

    path: str
    stages: Mapping[int, Entry]


@dataclass(frozen=True)
class Merged:
    """A tree, with markers in the files that are in conflict."""

    tree: str
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True)
class Change:
    """How a file differs between two trees: A, M, D, R (renamed) or T (another kind of file)."""

    kind: str
    path: str
    before: str | None = None


class Objects:
    """A bare repository that sees another one's objects and adds its own.

    Args:
        folder: Where to make it.
        repository: A folder of the other repository.
    """

    def __init__(self, folder: Path, repository: Path) -> None:
        self._folder, self._numbers = folder, count()
        said = git("rev-parse", "--show-object-format", "--git-path", "objects", folder=repository)
        kind, place = said.splitlines()
        self._theirs = (repository / place).resolve()
        git("init", "--quiet", "--bare", "--template=", f"--object-format={kind}", str(folder))
        alternates = folder / "objects" / "info" / "alternates"
        alternates.parent.mkdir(exist_ok=True)
        alternates.write_text(f"{self._theirs}\n", encoding="utf-8")
        self._environment = {
            "GIT_DIR": str(folder),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            **_WHO,
        }

    def _git(self, *arguments: str, given: bytes = b"", **extra: str) -> str:
        return git(*arguments, folder=self._folder, given=given, extra=self._environment | extra)

    def tree(self, files: Path, prefix: PurePosixPath) -> str:
        """The tree of a folder's files, but for those that its own .gitignore names.

        Args:
            files: The folder.
            prefix: Where it lies in the repository.
        """
        index = self._index()
        self._git("--work-tree", str(files), "add", "--all", "--", ":/", GIT_INDEX_FILE=index)
        made = self._git("write-tree", GIT_INDEX_FILE=index)
        for part in reversed(prefix.parts):
            made = self._git("mktree", given=f"040000 tree {made}\t{part}\n".encode())
        return made

    def listing(self, tree: str) -> dict[str, Entry]:
        """Every file of a tree."""
        said = raw(
            "ls-tree", "-r", "-z", "--full-tree", tree, folder=self._folder, extra=self._environment
        )
        found = {}
        for line in _fields(said):
            about, _, path = line.partition("\t")
            mode, _, oid = about.split()
            found[path] = Entry(mode, oid)
        return found

    def changes(self, before: str, after: str) -> tuple[Change, ...]:
        """How one tree differs from another; a file that is much alike elsewhere was renamed."""
        arguments = ("diff-tree", "-r", "-z", "-M", "--name-status", before, after)
        fields = iter(_fields(raw(*arguments, folder=self._folder, extra=self._environment)))
        found = []
        for kind in fields:
            before_path = next(fields) if kind[0] == "R" else None
            found.append(Change(kind[0], next(fields), before_path))
        return tuple(found)

    def changed(self, tree: str, entries: Mapping[str, Entry], removed: Iterable[str] = ()) -> str:
        """A tree with other entries, and without some."""
        lines = [f"{_REMOVED} {'0' * len(tree)}\t{path}" for path in removed]
        lines += [f"{entry.mode} {entry.oid}\t{path}" for path, entry in entries.items()]
        if not lines:
            return tree
        index = self._index()
        self._git("read-tree", tree, GIT_INDEX_FILE=index)
        given = "".join(f"{line}\0" for line in lines).encode(errors="surrogateescape")
        self._git("update-index", "-z", "--index-info", given=given, GIT_INDEX_FILE=index)
        return self._git("write-tree", GIT_INDEX_FILE=index)

    def merge(self, base: str, yours: str, template: str) -> Merged:
        """Bring two trees together that both come from a third, as `git merge` would."""
        origin = self._commit(base)
        for name, tree in ((YOURS, yours), (TEMPLATE, template)):
            self._git("update-ref", f"refs/heads/{name}", self._commit(tree, origin))
        said = raw(
            *_MERGE, YOURS, TEMPLATE, folder=self._folder, extra=self._environment, allowed=(0, 1)
        )
        tree, *listed = _fields(said)
        stages: dict[str, dict[int, Entry]] = {}
        for line in listed:
            about, _, path = line.partition("\t")
            mode, oid, stage = about.split()
            stages.setdefault(path, {})[int(stage)] = Entry(mode, oid)
        return Merged(tree, tuple(Conflict(path, held) for path, held in stages.items()))

    def content(self, entry: Entry) -> bytes:
        """What stands in a file."""
        return raw("cat-file", "blob", entry.oid, folder=self._folder, extra=self._environment)

    def hand_over(self) -> None:
        """Copy what was made here to the other repository, where nothing names it yet."""
        for path in (self._folder / "objects").glob("??/*"):
            target = self._theirs / path.parent.name / path.name
            if not target.exists():
                target.parent.mkdir(exist_ok=True)
                unfinished = target.with_name(f"tmp_obj_{os.getpid()}")
                shutil.copyfile(path, unfinished)
                unfinished.chmod(0o444)
                unfinished.rename(target)

    def _commit(self, tree: str, *parents: str) -> str:
        chosen: Sequence[str] = [word for parent in parents for word in ("-p", parent)]
        return self._git("commit-tree", tree, *chosen, "-m", "a side of a merge")

    def _index(self) -> str:
        return str(self._folder / f"index-{next(self._numbers)}")


def _fields(said: bytes) -> list[str]:
    """Fields that end with a NUL; names are bytes to git, and stay what they are."""
    return [field for field in said.decode(errors="surrogateescape").split("\0") if field]
