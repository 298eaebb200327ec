"""Files inside one folder, and nowhere else.

A path is walked part by part from the open folder, and no part may be a link: between looking and
opening nothing can be exchanged, because what is opened is what was looked at.
"""

import os
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from .tool import ToolError

MAX_BYTES = 1_000_000
_LISTED = 200
_FOUND = 50
_DEPTH = 8
_NOFOLLOW = os.O_NOFOLLOW | os.O_CLOEXEC
# What looks like a slash, or is one to other systems, and is no letter of a name.
_SLASHES = frozenset("\\\u2044\u2215\u29f8\u2571")


class Folder:
    """A folder that nothing leads out of. It is made where it is not there."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def content(self, path: str, most: int = MAX_BYTES) -> bytes:
        """Return what a file holds, if that is not too much. Raises ToolError."""
        with self._opened(path, os.O_RDONLY | os.O_NONBLOCK) as file:
            content = os.read(file, most + 1)
        if len(content) > most:
            raise ToolError(f"{path} is larger than {most:,} bytes")
        return content

    def read(self, path: str) -> str:
        """Return a file's text. Raises ToolError."""
        content = self.content(path)
        try:
            return content.decode()
        except UnicodeDecodeError:
            raise ToolError(f"{path} is not a text file") from None

    def write(self, path: str, content: str) -> str:
        """Replace a file, whole or not at all. Raises ToolError."""
        encoded = content.encode(errors="replace")
        if len(encoded) > MAX_BYTES:
            raise ToolError(f"{path} would be larger than {MAX_BYTES:,} bytes")
        self.put(path, encoded)
        return f"{path} holds {len(content):,} characters now"

    def put(self, path: str, content: bytes) -> None:
        """Write a file, whole or not at all. Raises ToolError."""
        *folders, name = _parts(path)
        draft = f".{token_hex(8)}.part"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NOFOLLOW
        with self._walked(folders, path, make=True) as folder, _told(path):
            with suppress(FileNotFoundError):
                kind = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
                if not stat.S_ISREG(kind):
                    raise ToolError(f"{path} is not a plain file")
            file = os.open(draft, flags, 0o644, dir_fd=folder)
            try:
                with os.fdopen(file, "wb") as stream:
                    stream.write(content)
                os.rename(draft, name, src_dir_fd=folder, dst_dir_fd=folder)
            finally:
                with suppress(FileNotFoundError):
                    os.unlink(draft, dir_fd=folder)

    def listing(self, path: str = ".") -> str:
        """Return name and size of each file below a folder. Raises ToolError."""
        parts = [] if path in (".", "") else _parts(path)
        with self._walked(parts, path) as folder:
            lines = [f"{size:>9,}  {name}" for name, size in _files(folder)]
        more = f"\n… and {len(lines) - _LISTED} more" if len(lines) > _LISTED else ""
        return "\n".join(lines[:_LISTED]) + more if lines else "the folder is empty"

    def search(self, text: str) -> str:
        """Return the lines that hold a text, with file and number. Raises ToolError."""
        found: list[str] = []
        with self._walked([], ".") as folder:
            names = [name for name, size in _files(folder) if size <= MAX_BYTES]
        for name in names:
            with suppress(ToolError):
                for number, line in enumerate(self.read(name).splitlines(), start=1):
                    if text.casefold() in line.casefold():
                        found.append(f"{name}:{number}: {line.strip()[:300]}")
        if not found:
            raise ToolError(f"no file holds {text!r}")
        more = f"\n… and {len(found) - _FOUND} more" if len(found) > _FOUND else ""
        return "\n".join(found[:_FOUND]) + more

    @contextmanager
    def _opened(self, path: str, flags: int) -> Iterator[int]:
        *folders, name = _parts(path)
        with self._walked(folders, path) as folder, _told(path):
            file = os.open(name, flags | _NOFOLLOW, dir_fd=folder)
            try:
                found = os.fstat(file)
                if not stat.S_ISREG(found.st_mode):
                    raise ToolError(f"{path} is not a plain file")
                # A hard link: the same file may lie outside.
                if found.st_nlink > 1:
                    raise ToolError(f"{path} lies in another place as well, so it is not read")
                yield file
            finally:
                os.close(file)

    @contextmanager
    def _walked(self, parts: list[str], path: str, *, make: bool = False) -> Iterator[int]:
        """Give the open folder at the end of `parts`, each opened from within the one before."""
        self._root.mkdir(parents=True, exist_ok=True)
        flags = os.O_RDONLY | os.O_DIRECTORY
        folder = os.open(self._root, flags | os.O_CLOEXEC)
        try:
            with _told(path):
                for part in parts:
                    if make:
                        with suppress(FileExistsError):
                            os.mkdir(part, dir_fd=folder)
                    inner = os.open(part, flags | _NOFOLLOW, dir_fd=folder)
                    os.close(folder)
                    folder = inner
            yield folder
        finally:
            os.close(folder)


def _parts(path: str) -> list[str]:
    """The parts of a relative path that stays inside and shows no hidden file. Raises ToolError."""
    parts = [part for part in path.split("/") if part not in ("", ".")]
    # A letter that stands for another one, such as a full-width dot, has its own form replaced.
    disguised = unicodedata.normalize("NFKC", path) != unicodedata.normalize("NFC", path)
    if path.startswith("/") or not parts or any(part.startswith((".", "~")) for part in parts):
        raise ToolError(f"{path[:200]!r} is not a path inside the working folder")
    if disguised or not path.isprintable() or _SLASHES & set(path) or len(parts) > _DEPTH:
        raise ToolError(f"{path[:200]!r} is not a path that can be used here")
    return parts


@contextmanager
def _told(path: str) -> Iterator[None]:
    """Turn what the system says into a sentence that names no path outside."""
    try:
        yield
    except FileNotFoundError:
        raise ToolError(f"{path} does not exist") from None
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "failed"
        raise ToolError(f"{path} cannot be used: {reason}") from None


def _files(folder: int, prefix: str = "", depth: int = _DEPTH) -> Iterator[tuple[str, int]]:
    """Name and size of plain files, in order; links and hidden files are left out."""
    with os.scandir(folder) as entries:
        held = sorted(entries, key=lambda entry: entry.name)
    for entry in held:
        if entry.name.startswith("."):
            continue
        if entry.is_file(follow_symlinks=False):
            yield prefix + entry.name, entry.stat(follow_symlinks=False).st_size
        elif entry.is_dir(follow_symlinks=False) and depth > 1:
            with suppress(OSError):
                inner = os.open(entry.name, os.O_RDONLY | os.O_DIRECTORY | _NOFOLLOW, dir_fd=folder)
                try:
                    yield from _files(inner, f"{prefix}{entry.name}/", depth - 1)
                finally:
                    os.close(inner)
