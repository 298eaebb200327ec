"""Project names: which will do, and what to suggest instead.

`includes/names.jinja` says the same to plain Copier, in the same words; a test compares the two.
"""

import re
from collections.abc import Collection

LONGEST = 40
_VALID = re.compile(r"[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*")


def package(name: str) -> str:
    """The import package of a project."""
    return name.lower().replace("-", "_")


def fault(name: str, reserved: Collection[str]) -> str | None:
    """Why `name` cannot be a project's name, or nothing; `reserved` package names are taken."""
    if not _VALID.fullmatch(name):
        return (
            "a project name has letters, digits and single hyphens and starts with a letter, "
            "as in docs-answers"
        )
    if len(name) > LONGEST:
        return f"a project name has at most {LONGEST} characters"
    if package(name) in reserved:
        return (
            f"{package(name)} is the name of a Python keyword, module or library "
            f"that this project needs: add a word, as in {name}-project"
        )
    return None


def suggestion(text: str, reserved: Collection[str]) -> str:
    """A valid name that resembles `text`; always valid, whatever the text."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    name = "-".join(words)[:LONGEST].strip("-")
    if not name[:1].isalpha():
        name = f"project-{name}"[:LONGEST].strip("-")
    return name if fault(name, reserved) is None else f"{name[: LONGEST - 8].strip('-')}-project"
