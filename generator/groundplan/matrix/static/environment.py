"""Variables of the environment that a render tells of, and the settings that read them."""

import ast
import functools
import re
from collections.abc import Iterator

from groundplan.matrix.model import Render
from groundplan.matrix.static.files import texts

TOLD = (".env.example", "Dockerfile", "compose.yaml")
# `# SERVICE_PORT=8000` and `SERVICE_PORT: "8000"`, at the start of a line.
VARIABLE = re.compile(r"^(?:#|ENV)? *([A-Z][A-Z0-9_]+)(?:=|: )", re.MULTILINE)
NAMED = re.compile(r"\$\{([A-Z][A-Z0-9_]+)")


@functools.cache
def _classes(text: str) -> dict[str, tuple[tuple[str, ...], str, frozenset[str]]]:
    """Of each class its bases, the prefix of its variables, and its fields."""
    found = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef):
            prefix = re.search(r"env_prefix='(\w+)'", ast.unparse(node))
            found[node.name] = (
                tuple(ast.unparse(base) for base in node.bases),
                prefix[1] if prefix else "",
                frozenset(
                    part.target.id
                    for part in node.body
                    if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
                ),
            )
    return found


def settings(render: Render) -> list[str]:
    """What is told of in files for the environment is read, by a setting or by a container."""
    files = texts(render.folder)
    sources = [
        text for name, text in files.items() if name.startswith("src/") and name[-3:] == ".py"
    ]
    classes = {name: found for text in sources for name, found in _classes(text).items()}

    def fields(name: str) -> Iterator[str]:
        bases, _, own = classes.get(name, ((), "", frozenset[str]()))
        yield from own
        for base in bases:
            yield from fields(base)

    read = {
        f"{prefix}{field}".upper()
        for name, (_, prefix, _) in classes.items()
        if prefix
        for field in fields(name)
    }
    # Of what else containers are told, only they know; of `.env`, they read what they name.
    ours = tuple(prefix for _, prefix, _ in classes.values() if prefix)
    named = {
        word for file in files if file.startswith("compose") for word in NAMED.findall(files[file])
    }
    return [
        f"{name}: {variable} is read by no setting"
        for name in TOLD
        for variable in VARIABLE.findall(files.get(name, ""))
        if variable not in read
        and (variable.startswith(ours) or (name == ".env.example" and variable not in named))
    ]
