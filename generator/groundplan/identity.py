"""Which version this is, and where its template is published; both stand in `pyproject.toml`."""

import os
from importlib.metadata import metadata, version
from pathlib import Path

from groundplan.errors import UsageError

SETTING = "GROUNDPLAN_TEMPLATE"


def own_version() -> str:
    """The version of the installed distribution."""
    return version("groundplan")


def tag() -> str:
    """The template's release that belongs to this version."""
    return f"v{own_version()}"


def published() -> str:
    """The public address of the template, from `[project.urls]`."""
    for entry in metadata("groundplan").get_all("Project-URL") or []:
        label, _, address = str(entry).partition(",")
        if label.strip() == "Template":
            return address.strip()
    raise UsageError("this installation of groundplan names no template: install it again")


def overridden() -> str | None:
    """The address set by `GROUNDPLAN_TEMPLATE`; a path is made absolute, as answers files travel.

    Raises:
        UsageError: It is set to something that is neither an address nor a git repository.
    """
    given = os.environ.get(SETTING, "").strip()
    if not given:
        return None
    if "://" in given or (given.startswith("git@") and ":" in given):
        return given
    path = Path(given).expanduser().resolve()
    # Copier takes a bare repository for one by its name alone.
    bare = path.suffix == ".git" and (path / "HEAD").is_file()
    if not bare and not (path / ".git").exists():
        raise UsageError(
            f"{SETTING} is neither an address nor a git repository ({path}): "
            "set it to an address, to a bare repository whose name ends in .git, or not at all"
        )
    return str(path)
