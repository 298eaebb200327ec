"""What no file of a render may hold, and what none may be called."""

import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from groundplan.matrix.model import Render
from groundplan.matrix.static.files import per_file, texts
from groundplan.matrix.static.programs import CHECKOUT

# GitHub (${{ x }}), Prometheus ({{ $x }}) and Docker ({{.X}}) have expressions of a like look.
LEFT_OVER = re.compile(r"(?<!\$)\{\{ ?[a-z_]|\{%|\{#")
# Grafana writes {{label}}; here an expression of the template has spaces.
LEFT_OVER_JSON = re.compile(r"(?<!\$)\{\{ [a-z_]|\{%|\{#")
OWN_TEMPLATES = (".j2", ".prompt")
MAY_BE_EMPTY = ("__init__.py", "py.typed")

HOMES = re.compile(
    r"/(?:(?:home|Users)/[\w.-]+|root/|private/var/|var/folders/)|[A-Z]:\\\\?Users\b"
)
# Copier's record of where it rendered from: a folder, where the template was one.
RECORD = re.compile(r"^_src_path: .*$", re.MULTILINE)

WINDOWS_FORBIDS = re.compile(r'[<>:"|?*\\\x00-\x1f]|[ .]$')
WINDOWS_RESERVES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
# Of the 260 characters that Windows allows, what is left when the checkout lies in a folder of 100.
LONGEST = 160


def left_over(name: str, text: str) -> re.Match[str] | None:
    """What looks like a piece of the template in a file, unless that is a template of its own."""
    pattern = LEFT_OVER_JSON if name.endswith(".json") else LEFT_OVER
    return None if name.endswith(OWN_TEMPLATES) else pattern.search(text)


@per_file("*")
def left_overs(name: str, text: str) -> Iterator[str]:
    """No piece of the template, nor a name that it should have replaced."""
    if "{{" in name or name.endswith(".jinja"):
        yield "is named as in the template"
    if found := left_over(name, text):
        before, after = text[: found.start()], text[found.start() :]
        line = before.count("\n") + 1
        yield f"line {line} holds a piece of the template: {after.splitlines()[0]}"


@per_file("*")
def whole(name: str, text: str) -> Iterator[str]:
    """Every file is text, has something in it and ends with a newline."""
    if not text.strip():
        if Path(name).name not in MAY_BE_EMPTY:
            yield "is empty"
    elif not text.endswith("\n"):
        yield "has no newline at its end"
    if any("\udc80" <= character <= "\udcff" for character in text):
        yield "is not UTF-8 text"


@per_file("*")
def _homes(name: str, text: str) -> Iterator[str]:
    for found in HOMES.findall(RECORD.sub("", text)):
        yield f"names a folder of one machine: {found}"


def machine_paths(render: Render) -> list[str]:
    """No folder of the machine on which it was rendered."""
    here = {str(render.folder), str(CHECKOUT), f"{tempfile.gettempdir()}/tmp"}
    return _homes(render) + [
        f"{name}: names a folder of this machine: {path}"
        for name, text in texts(render.folder).items()
        for path in here
        if path in text and path in RECORD.sub("", text)
    ]


def file_names(render: Render) -> list[str]:
    """Every name is legal on Windows too, and no two differ in their case alone."""
    faults, alike = [], defaultdict(list)
    for name in texts(render.folder):
        alike[name.casefold()].append(name)
        for part in name.split("/"):
            if WINDOWS_FORBIDS.search(part) or WINDOWS_RESERVES.fullmatch(part):
                faults.append(f"{name}: Windows does not allow the name {part!r}")
        if len(name) > LONGEST:
            faults.append(f"{name}: is too long for Windows: more than {LONGEST} characters")
    faults += [
        f"{' and '.join(names)}: are one file on Windows" for names in alike.values() if names[1:]
    ]
    return faults
