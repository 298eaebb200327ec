"""Tools whose arguments somebody else describes, by a JSON schema that is made harmless first.

Of what it says nothing is fetched, nothing is repeated without end, and no pattern is run: one such
as `^(a+)+$` would hold the whole process.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, best_match

from .tool import FaultyTools, Tool, ToolError

_PARTS = 1_000
_DEPTH = 40
_WITHIN = 12
# Patterns, and what would move the place that references count from.
_LEFT_OUT = frozenset(
    [
        "pattern",
        "patternProperties",
        "format",
        "$id",
        "$schema",
        "$anchor",
        "$dynamicAnchor",
        "$dynamicRef",
        "$recursiveRef",
        "$recursiveAnchor",
        "$vocabulary",
        "$comment",
        "$defs",
        "definitions",
    ]
)
_NAMED = frozenset(("properties", "dependentSchemas"))
_DATA = frozenset(("const", "default", "enum", "example", "examples", "required"))
# What the providers of language models allow in the name of a tool.
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9-]+")


def described(
    name: str,
    description: str,
    schema: Mapping[str, Any],
    work: Callable[[Mapping[str, Any]], str],
    *,
    side_effects: bool,
    document: Any = None,
) -> Tool:
    """A tool with a foreign schema, whose references point into `document`, or into itself.

    What refers to itself, is nested too deeply or would have more than 1,000 parts ends as any
    value: whoever is called checks its arguments again. Raises FaultyTools.
    """
    plain = _Plain(schema if document is None else document).part(schema, 0, ())
    try:
        Draft202012Validator.check_schema(plain)
    except SchemaError as error:
        place = f"{error.json_path}: {error.message[:200]}"
        raise FaultyTools(f"the schema of its arguments is faulty at {place}") from None
    validator = Draft202012Validator(plain)

    def checked(arguments: Mapping[str, Any]) -> str:
        fault = best_match(validator.iter_errors(dict(arguments)))
        if fault is not None:
            raise ToolError(f"the arguments do not fit: {fault.json_path}: {fault.message[:300]}")
        return work(arguments)

    name = _NOT_IN_A_NAME.sub("_", name).strip("_")[:64]
    return Tool(name, description, plain, checked, side_effects)


def target(reference: object, document: Any) -> Any:
    """Return what a reference such as `#/components/x` points at. Raises FaultyTools."""
    named = str(reference)
    if named != "#" and not named.startswith("#/"):
        raise FaultyTools(f"it refers to {named[:100]!r}, which lies elsewhere and is not fetched")
    found = document
    for part in named.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if not isinstance(found, Mapping) or key not in found:
            raise FaultyTools(f"it refers to {named[:100]!r}, which is not there")
        found = found[key]
    return found


class _Plain:
    """Makes one schema harmless, and counts its parts."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._parts = 0

    def part(self, schema: Any, depth: int, within: tuple[str, ...]) -> Any:
        """Return a part of the schema; `within` are the references that led to it."""
        if isinstance(schema, list):
            return [self.part(one, depth + 1, within) for one in schema]
        if not isinstance(schema, Mapping):
            return schema
        self._parts += 1
        if depth > _DEPTH or self._parts > _PARTS:
            return {}
        held = {
            str(name): self._value(str(name), value, depth + 1, within)
            for name, value in schema.items()
            if name not in _LEFT_OUT and name != "$ref"
        }
        _translate(held)
        if "$ref" not in schema:
            return held
        reference = str(schema["$ref"])
        aim = target(reference, self._document)
        if reference in within or len(within) >= _WITHIN:
            return held
        found = self.part(aim, depth + 1, (*within, reference))
        return {**found, **held} if isinstance(found, dict) else found

    def _value(self, name: str, value: Any, depth: int, within: tuple[str, ...]) -> Any:
        if name in _DATA or name.startswith("x-"):
            return value
        if name in _NAMED and isinstance(value, Mapping):
            return {str(key): self.part(one, depth, within) for key, one in value.items()}
        return self.part(value, depth, within)


def _translate(schema: dict[str, Any]) -> None:
    """What OpenAPI 3.0 says in its own way."""
    if schema.pop("nullable", False) is True:
        if isinstance(schema.get("type"), str):
            schema["type"] = [schema["type"], "null"]
        if isinstance(schema.get("enum"), list):
            schema["enum"] = [*schema["enum"], None]
    for bound in ("minimum", "maximum"):
        exclusive = f"exclusive{bound.capitalize()}"
        if isinstance(schema.get(exclusive), bool) and schema.pop(exclusive) and bound in schema:
            schema[exclusive] = schema.pop(bound)
