"""What users do to a rendered repository, as a strategy of Hypothesis, and what must survive."""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from hypothesis import strategies as st

Kind = Literal[
    "change", "insert", "remove", "append", "crlf", "executable", "delete", "rename", "add", "link"
]
KINDS: tuple[Kind, ...] = (
    *("change", "insert", "remove", "append", "crlf", "executable"),
    *("delete", "rename", "add", "link"),
)
# Files of the template that change with answers and releases are where users and template meet.
NAMES = ("notes.txt", "two words.md", "Größe/Übersicht.md", "src/mine.py", "data/kept.csv", "ops")
WROTE = "user wrote"
IGNORED = {".env": b"KEY=secret\r\n", "var/state.sqlite": b"\0\1\2", "data/own.csv": b"a,b\n1,2"}


@dataclass(frozen=True)
class Edit:
    """One thing that a user does; `where` and `line` choose among what there is."""

    kind: Kind
    where: int
    line: int
    text: str
    name: str


def edits() -> st.SearchStrategy[list[Edit]]:
    """A few edits, one after the other."""
    text = st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=12
    )
    edit = st.builds(
        Edit,
        kind=st.sampled_from(KINDS),
        where=st.integers(0, 10_000),
        line=st.integers(0, 10_000),
        text=text,
        name=st.sampled_from(NAMES),
    )
    return st.lists(edit, min_size=1, max_size=8)


def tracked(folder: Path) -> list[str]:
    """The files that git knows, in the order of their names."""
    said = subprocess.run(("git", "ls-files", "-z"), cwd=folder, capture_output=True, check=True)
    return [name for name in said.stdout.decode().split("\0") if name]


def done(folder: Path, chosen: Sequence[Edit], likely: Sequence[str]) -> None:
    """Do them; every second one in a file that the update changes, if there is one."""
    for number, edit in enumerate(chosen):
        files = [name for name in tracked(folder) if (folder / name).is_file()]
        preferred = [name for name in likely if name in files and number % 2 == 0]
        pool = preferred or files
        path = folder / pool[edit.where % len(pool)]
        mark = f"{WROTE} {number} {edit.text}"
        if path.name == ".copier-answers.yml" or path.is_symlink():
            continue
        _do(folder, path, edit, mark)
        subprocess.run(("git", "add", "--all"), cwd=folder, check=True, capture_output=True)


def _do(folder: Path, path: Path, edit: Edit, mark: str) -> None:
    lines = path.read_bytes().split(b"\n")
    place = edit.line % len(lines)
    match edit.kind:
        case "change":
            lines[place] = mark.encode()
        case "insert":
            lines.insert(place, mark.encode())
        case "remove":
            del lines[place]
        case "append":
            lines = [*lines, mark.encode()]
        case "crlf":
            lines = [line.rstrip(b"\r") + b"\r" for line in lines[:-1]] + lines[-1:]
        case "executable":
            path.chmod(0o755)
            return
        case "delete":
            path.unlink()
            return
        case "rename":
            target = path.with_name(f"renamed {path.name}")
            path.rename(target)
            return
        case "add" | "link":
            new = folder / edit.name
            if new.exists() or new.is_symlink() or any(part.is_file() for part in new.parents):
                return
            new.parent.mkdir(parents=True, exist_ok=True)
            if edit.kind == "link":
                new.symlink_to(mark)
            else:
                new.write_bytes(f"{mark}\nno newline at the end".encode())
            return
    path.write_bytes(b"\n".join(lines))


def written(folder: Path) -> list[bytes]:
    """Every line, and every target of a link, that a user wrote and git knows."""
    found: list[bytes] = []
    for name in tracked(folder):
        path = folder / name
        if path.is_symlink():
            found += [str(path.readlink()).encode()] if WROTE in str(path.readlink()) else []
        elif path.is_file():
            lines = path.read_bytes().splitlines()
            found += [line for line in lines if WROTE.encode() in line]
    return found


def lost(folder: Path, lines: Sequence[bytes]) -> list[bytes]:
    """Those that stand nowhere in the working tree."""
    held = []
    for path in folder.rglob("*"):
        if ".git" in path.relative_to(folder).parts[:1]:
            continue
        if path.is_symlink():
            held.append(str(path.readlink()).encode())
        elif path.is_file():
            held.append(path.read_bytes())
    everything = b"\n".join(held)
    return [line for line in lines if line not in everything]
