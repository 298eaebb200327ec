"""Where documents come from: a folder, a file, a web address, or a list of addresses."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from .documents import Raw, Unreadable
from .fetching import fetch, is_address
from .formats import SUFFIXES

ADDRESS_LIST = ".urls"


class SourceSettings(BaseSettings):
    """What is read at most, and how long a web address may take."""

    model_config = SettingsConfigDict(env_prefix="SOURCE_", env_file=".env", extra="ignore")

    max_document_bytes: int = Field(default=30_000_000, gt=0)
    fetch_timeout_seconds: float = Field(default=20.0, gt=0)


class NoSource(ValueError):
    """There is nothing to read at all; the message says so in one sentence."""


def read(
    source: str | Path, settings: SourceSettings, transport: httpx.BaseTransport | None = None
) -> Iterator[Raw | Unreadable]:
    """Yield every document of a source, or why one cannot be used, in order of name.

    A folder gives all files in it whose suffix is known and that are not hidden. A file ending in
    `.urls`, given alone or lying in the folder, lists one address per line; `#` starts a comment.
    Addresses are fetched through `transport`, or over the network. Raises NoSource.
    """
    if is_address(str(source)):
        yield from _addresses([str(source)], settings, transport)
        return
    path = Path(source)
    if not path.exists():
        raise NoSource(f"{path} does not exist: give a folder, a file or a web address")
    root = path if path.is_dir() else path.parent
    files = _files(path) if path.is_dir() else [path]
    if not files:
        known = " ".join(sorted({*SUFFIXES, ADDRESS_LIST}))
        raise NoSource(f"{path} holds no document (looked for {known})")
    for file in files:
        name = file.relative_to(root).as_posix()
        if file.suffix.lower() == ADDRESS_LIST:
            yield from _listed(file, name, settings, transport)
        elif file.suffix.lower() not in SUFFIXES:
            yield Unreadable(name, f"is of no known kind ({' '.join(sorted(SUFFIXES))})")
        else:
            yield read_file(file, name, settings)


def _files(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in {*SUFFIXES, ADDRESS_LIST}
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def read_file(path: Path, name: str, settings: SourceSettings) -> Raw | Unreadable:
    """Return the document in a file of a known suffix under the given name, or why not."""
    limit = settings.max_document_bytes
    try:
        facts = path.stat()
        if facts.st_size > limit:
            reason = f"is larger than {limit / 1e6:.0f} MB: split it or raise "
            return Unreadable(name, reason + "SOURCE_MAX_DOCUMENT_BYTES")
        content = path.read_bytes()
    except OSError as error:
        return Unreadable(name, f"cannot be read: {error.strerror}")
    kind = SUFFIXES[path.suffix.lower()]
    changed = datetime.fromtimestamp(facts.st_mtime, UTC).date().isoformat()
    folder = name.rpartition("/")[0]
    return Raw(name, kind, content, {"kind": kind, "folder": folder, "date": changed})


def _listed(
    path: Path, name: str, settings: SourceSettings, transport: httpx.BaseTransport | None
) -> Iterator[Raw | Unreadable]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        yield Unreadable(name, "cannot be read as a list of addresses")
        return
    stripped = (re.sub(r"(^|\s)#.*", "", line).strip() for line in lines)
    yield from _addresses([line for line in stripped if line], settings, transport)


def _addresses(
    addresses: list[str], settings: SourceSettings, transport: httpx.BaseTransport | None
) -> Iterator[Raw | Unreadable]:
    with httpx.Client(transport=transport, timeout=settings.fetch_timeout_seconds) as client:
        for address in addresses:
            try:
                yield fetch(address, client, settings.max_document_bytes)
            except Unreadable as problem:
                yield problem
