"""Documents one by one, beside the ingest of a whole folder.

A document that is added is kept as a file in the folder of documents, so a later `make ingest`
finds it too, and enters the store in one transaction. Whatever goes wrong leaves both as they were.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from threading import Lock

from ..retrieval.store import Store
from .documents import Raw, Unreadable
from .formats import SUFFIXES
from .ingest import IngestReport
from .sources import SourceSettings, read_file

Ingest = Callable[[Iterator[Raw | Unreadable]], IngestReport]


class UnknownDocument(KeyError):
    """There is no document of that name."""


class Library:
    """The documents of a store. `ingest` makes the store hold what it is given, in one go."""

    def __init__(self, store: Store, folder: Path, source: SourceSettings, ingest: Ingest) -> None:
        self._store, self._folder, self._source, self._ingest = store, folder, source, ingest
        self._turn = Lock()

    def names(self) -> dict[str, int]:
        """Return every document with the number of its passages, in order of name."""
        documents = self._store.snapshot().documents()
        return {document.name: document.chunks for document in documents}

    def add(self, name: str, content: bytes) -> IngestReport:
        """Add a document or replace the one of that name. Raises Unreadable, and as ingest does."""
        path = self._folder / _checked(name)
        with self._turn:
            before = path.read_bytes() if path.exists() else None
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            try:
                report = self._ingest(self._with(name, path))
                for problem in report.problems:
                    if problem.name == name:
                        raise problem
                return report
            except BaseException:
                if before is None:
                    path.unlink(missing_ok=True)
                else:
                    path.write_bytes(before)
                raise

    def remove(self, name: str) -> IngestReport:
        """Remove a document. Raises UnknownDocument; NothingToIngest where it is the last one."""
        with self._turn:
            if name not in self.names():
                raise UnknownDocument(name)
            report = self._ingest(self._kept(without=name))
            with suppress(Unreadable, OSError):
                (self._folder / _checked(name)).unlink(missing_ok=True)
            return report

    def _with(self, name: str, path: Path) -> Iterator[Raw | Unreadable]:
        yield from self._kept(without=name)
        found = read_file(path, name, self._source)
        if isinstance(found, Unreadable):
            raise found
        yield found

    def _kept(self, without: str) -> Iterator[Unreadable]:
        # What cannot be read keeps what is stored of it, which is all that is wanted here.
        for name in self.names():
            if name != without:
                yield Unreadable(name, "stays as it is")


def _checked(name: str) -> PurePosixPath:
    """The name as a path inside the folder. Raises Unreadable."""
    path = PurePosixPath(name)
    inside = not path.is_absolute() and ".." not in path.parts and "\\" not in name
    if not inside or not name.isprintable() or any(part.startswith(".") for part in path.parts):
        raise Unreadable(name, "is not a name inside the folder of documents")
    if path.suffix.lower() not in SUFFIXES:
        raise Unreadable(name, f"is of no known kind ({' '.join(sorted(SUFFIXES))})")
    return path
