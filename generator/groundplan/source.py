"""Where the catalogue and the template come from: this checkout, or what a build put into a wheel.

A checkout is read as it stands, so an edit counts at once. A wheel holds `_template/` instead: the
same data as one JSON file and a git bundle of the template, both written by `hatch_build.py`. This
module and `flattening` are used by that build, so they import nothing but the standard library and
PyYAML.
"""

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from groundplan.errors import CatalogueError, GroundplanError

PARTS = ("template", "includes", "blueprints", "locks", "copier.yml")
_LEFT_BY_TOOLS = re.compile(r"__pycache__|\.(mypy|ruff|pytest)_cache|\.DS_Store")
PACKAGED = Path(__file__).parent / "_template"
DATA = "catalogue.json"
BUNDLE = "template.bundle"


@dataclass(frozen=True)
class Source:
    """What was read: parsed YAML by file, and the template's files with their sizes in bytes."""

    documents: Mapping[str, Any]
    files: Mapping[str, int]


def checkout() -> Path | None:
    """The root of the checkout that this module lies in, if it does."""
    root = Path(__file__).resolve().parents[2]
    return root if (root / "copier.yml").is_file() and (root / "hatch_build.py").is_file() else None


def own_checkout() -> Path:
    """The root of the checkout, for what only its developers do.

    Raises:
        GroundplanError: Groundplan was installed from a wheel.
    """
    root = checkout()
    if root is None:
        raise GroundplanError("this tests Groundplan itself and needs its checkout")
    return root


def read() -> Source:
    """The catalogue's data, from the checkout or from the wheel."""
    root = checkout()
    if root is not None:
        return read_folder(root)
    held = json.loads((PACKAGED / DATA).read_text(encoding="utf-8"))
    return Source(documents=held["documents"], files=held["files"])


def read_folder(root: Path) -> Source:
    """The catalogue's data from a folder that holds `copier.yml`, `blueprints/` and `template/`.

    Raises:
        CatalogueError: A file is not YAML.
    """
    import yaml  # a wheel needs none to start

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """Reads `copier.yml` too, whose includes are read as files of their own."""

    Loader.add_constructor("!include", lambda loader, node: None)
    documents: dict[str, Any] = {}
    for path in [root / "copier.yml", *sorted((root / "blueprints").rglob("*.yml"))]:
        try:
            parts = list(yaml.load_all(path.read_bytes(), Loader=Loader))
        except yaml.YAMLError as error:
            fault = " ".join(str(error).split())
            raise CatalogueError(str(path.relative_to(root)), "", fault) from error
        merged = {
            key: value for part in parts if isinstance(part, dict) for key, value in part.items()
        }
        documents[path.relative_to(root).as_posix()] = merged or (parts[0] if parts else None)
    prefix = "template/"
    files = {
        name.removeprefix(prefix): path.stat().st_size
        for name, path in template_files(root)
        if name.startswith(prefix)
    }
    return Source(documents=documents, files=files)


def template_files(root: Path) -> Iterator[tuple[str, Path]]:
    """Every file that Copier may read, by its name relative to `root`, in the order of names."""
    for part in sorted(PARTS):
        top = root / part
        if top.is_file():
            yield part, top
            continue
        for path in sorted(top.rglob("*")):
            inner = path.relative_to(root)
            if path.is_file() and not any(_LEFT_BY_TOOLS.fullmatch(step) for step in inner.parts):
                yield inner.as_posix(), path


def copied(root: Path, folder: Path) -> Path:
    """The template's files in a plain folder: what is not committed yet takes part."""
    for name, path in template_files(root):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, folder / name)
    return folder


def write(source: Source, folder: Path) -> None:
    """Write the data the way `read` finds it in a wheel."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(source), ensure_ascii=False, separators=(",", ":"), sort_keys=False)
    (folder / DATA).write_text(text + "\n", encoding="utf-8")
