"""One operation of an OpenAPI file: the schema of its arguments, and the request that they make.

What cannot be sent as the file says is refused; only a parameter that may be left out is left out.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from .schemas import target
from .tool import FaultyTools, ToolError

_PLACES = {"path": "simple", "query": "form", "header": "simple"}
# The specification leaves the first three to others; the rest is between two machines.
_NOT_OURS = frozenset(
    [
        "accept",
        "authorization",
        "content-type",
        "accept-encoding",
        "connection",
        "content-length",
        "host",
        "transfer-encoding",
    ]
)
_IN_A_ROUTE = re.compile(r"\{([^{}]*)\}")
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Operation:
    """What is asked for. `schema` describes the arguments; `places` says where each is sent."""

    method: str
    route: str
    name: str
    about: str
    schema: Mapping[str, Any]
    places: Mapping[str, str]
    joined: frozenset[str]
    body: str

    def request(self, arguments: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        """Return the path to ask, and what httpx is told besides it. Raises ToolError."""
        path = self.route
        sent: dict[str, Any] = {"params": {}, "headers": {}}
        for name, place in self.places.items():
            if name not in arguments:
                continue
            value = arguments[name]
            if place == "path":
                part = quote(_written(value), safe="")
                if part in ("", ".", ".."):
                    raise ToolError(f"{name} cannot be {value!r}")
                path = path.replace("{" + name + "}", part)
            elif place == "header":
                sent["headers"][name] = _line(name, _written(value))
            else:
                sent["params"][name] = _written(value) if name in self.joined else value
        if "body" in arguments:
            sent |= self._body(arguments["body"])
        return path, sent

    def _body(self, value: Any) -> dict[str, Any]:
        if self.body != _FORM:
            return {"json": value}
        names = value if isinstance(value, Mapping) else {"": {}}
        if any(isinstance(one, Mapping) for one in names.values()):
            raise ToolError("the body is a form: names with values, and no objects within")
        return {"data": dict(names)}


def operation_of(
    document: Mapping[str, Any], route: str, method: str, item: Mapping[str, Any]
) -> Operation:
    """Return one operation of a path's item. Raises FaultyTools with the reason."""
    held = item[method]
    properties: dict[str, Any] = {}
    required: list[str] = []
    places: dict[str, str] = {}
    joined: set[str] = set()
    for one in _parameters(document, item, held):
        name, place = one["name"], one["in"]
        if name in properties:
            raise FaultyTools(f"two of its parameters are called {name}")
        schema = one.get("schema", {})
        if not isinstance(schema, Mapping):
            raise FaultyTools(f"its parameter {name} has no schema")
        properties[name] = {"description": str(one.get("description", "")), **schema}
        required += [name] if one.get("required") or place == "path" else []
        places[name] = place
        if one.get("explode") is False:
            joined.add(name)
    in_path = {name for name, place in places.items() if place == "path"}
    if in_path != set(_IN_A_ROUTE.findall(route)):
        raise FaultyTools("the parts of its path and its parameters are not the same")
    body = _resolved(held.get("requestBody") or {}, document)
    kind, schema = _content(body)
    if kind:
        if "body" in properties:
            raise FaultyTools("one of its parameters is called body, and it has one besides")
        properties["body"] = schema
        required += ["body"] if body.get("required") else []
    return Operation(
        method.upper(),
        route,
        str(held.get("operationId") or f"{method}_{route}"),
        str(held.get("description") or held.get("summary") or f"{method.upper()} {route}"),
        {
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        },
        places,
        frozenset(joined),
        kind,
    )


def _parameters(
    document: Mapping[str, Any], item: Mapping[str, Any], held: Mapping[str, Any]
) -> Iterator[Mapping[str, Any]]:
    """The parameters that can be sent; those of the operation replace those of its path."""
    named: dict[tuple[str, str], Mapping[str, Any]] = {}
    for given in [*(item.get("parameters") or []), *(held.get("parameters") or [])]:
        one = _resolved(given, document)
        name, place = one.get("name"), one.get("in")
        if not isinstance(name, str) or not isinstance(place, str):
            raise FaultyTools("one of its parameters does not say its name, or where it is sent")
        named[name, place] = one
    for (name, place), one in named.items():
        if place == "header" and name.lower() in _NOT_OURS:
            continue
        schema = one.get("schema")
        kind = _resolved(schema, document).get("type") if isinstance(schema, Mapping) else None
        if (
            one.get("style", _PLACES.get(place)) == _PLACES.get(place)
            and place in _PLACES
            and "content" not in one
            and kind != "object"
        ):
            yield one
        elif one.get("required"):
            raise FaultyTools(f"its parameter {name} cannot be sent: {place} in a form of its own")


def _content(body: Mapping[str, Any]) -> tuple[str, Any]:
    """How a body is sent, and its schema; empty where there is none."""
    content = body.get("content") or {}
    for kind, held in content.items():
        if kind.partition(";")[0].strip().lower() in ("application/json", _FORM, "*/*"):
            form = kind.partition(";")[0].strip().lower() == _FORM
            return _FORM if form else "application/json", (held or {}).get("schema", {})
    if content:
        raise FaultyTools(f"its body is {', '.join(content)}, and only JSON and forms are sent")
    return "", {}


def _resolved(part: Mapping[str, Any], document: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is meant, where that is said elsewhere in the file."""
    found: Mapping[str, Any] = target(part["$ref"], document) if "$ref" in part else part
    return found


def _written(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(map(_written, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _line(name: str, value: str) -> str:
    if not (value.isascii() and value.isprintable()):
        raise ToolError(f"{name} is a line of plain letters")
    return value
