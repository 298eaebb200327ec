"""Whether files can be read by what reads them."""

import ast
import functools
import json
import tomllib
from collections.abc import Callable, Iterator

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from groundplan.matrix.static.files import per_file


def yaml(text: str) -> object:
    """One document; a key that stands twice is an error, as it is to those who will read it."""
    return YAML(typ="safe", pure=True).load(text)


def _json_lines(text: str) -> None:
    for line in text.splitlines():
        json.loads(line)


READERS: dict[str, Callable[[str], object]] = {
    ".py": functools.partial(ast.parse, feature_version=(3, 11)),
    ".toml": tomllib.loads,
    ".yml": yaml,
    ".yaml": yaml,
    ".json": json.loads,
    ".jsonl": _json_lines,
}


@per_file(*(f"*{suffix}" for suffix in READERS))
def syntax(name: str, text: str) -> Iterator[str]:
    """Python, TOML, YAML, JSON and JSONL parse."""
    try:
        READERS[name[name.rindex(".") :]](text)
    except (SyntaxError, ValueError, YAMLError) as error:
        yield f"cannot be read: {' '.join(str(error).split())}"
