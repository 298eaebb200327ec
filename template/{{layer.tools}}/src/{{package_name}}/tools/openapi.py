"""An HTTP API from its OpenAPI file: each operation becomes a tool.

Only GET counts as free of side effects: before everything else a person is asked. The address of
the API passes the same guard as that of a page, unless it is vouched for in the settings.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import yaml
from pydantic import SecretStr

from .tool import FaultyTools, Tool, ToolError, described
from .web import SECONDS, body, exchange

_METHODS = ("get", "put", "post", "delete", "patch")
_MAX_BYTES = 500_000
_DEPTH = 12
Operation = Mapping[str, Any]


def api_tools(
    path: Path, transport: httpx.BaseTransport, *, base: str = "", key: SecretStr | None = None
) -> list[Tool]:
    """Return the operations of an OpenAPI file (JSON or YAML) as tools. Raises FaultyTools.

    `base` replaces the address that the file names. `key` is sent as the file says: in a header,
    or as a bearer token.
    """
    try:
        # YAML holds all of JSON.
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        server = base or document["servers"][0]["url"]
        operations = list(_operations(document))
    except (OSError, yaml.YAMLError, LookupError, TypeError, AttributeError, ValueError) as error:
        raise FaultyTools(f"{path} is no OpenAPI file that can be used: {error}") from None
    if not server.startswith(("http://", "https://")):
        raise FaultyTools(f"{path} names the server {server!r}: set TOOLS_API_BASE to its address")
    client = httpx.Client(
        transport=transport,
        timeout=SECONDS,
        trust_env=False,
        follow_redirects=False,
        headers=_authorization(document, key),
    )
    return [_tool(client, server.rstrip("/"), key, *operation) for operation in operations]


def _operations(document: Operation) -> Iterator[tuple[str, str, Operation]]:
    """Method, path and description of each operation, with nothing left to look up."""
    for path, item in document["paths"].items():
        for method in _METHODS:
            if method in item:
                operation = dict(_resolved(item[method], document))
                shared = _resolved(item.get("parameters", []), document)
                operation["parameters"] = [*shared, *operation.get("parameters", [])]
                yield method, path, operation


def _tool(
    client: httpx.Client,
    server: str,
    key: SecretStr | None,
    method: str,
    path: str,
    operation: Operation,
) -> Tool:
    given = [one for one in operation["parameters"] if one["in"] in ("path", "query")]
    properties = {
        one["name"]: {"description": one.get("description", ""), **one.get("schema", {})}
        for one in given
    }
    required = [one["name"] for one in given if one.get("required")]
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is not None:
        properties["body"] = content.get("schema", {})
        required += ["body"] if operation["requestBody"].get("required") else []
    places = {one["name"]: one["in"] for one in given}

    def work(arguments: Mapping[str, Any]) -> str:
        target = path
        for name in [name for name, place in places.items() if place == "path"]:
            part = quote(str(arguments[name]), safe="")
            if part in ("", ".", ".."):
                raise ToolError(f"{name} cannot be {arguments[name]!r}")
            target = target.replace("{" + name + "}", part)
        query = {name: arguments[name] for name in arguments if places.get(name) == "query"}
        sent = {"params": query} | ({"json": arguments["body"]} if "body" in arguments else {})
        return exchange(client, method.upper(), f"{server}{target}", _answer, secret=key, **sent)

    return described(
        operation.get("operationId") or f"{method}_{path}",
        operation.get("description") or operation.get("summary") or f"{method.upper()} {path}",
        {
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        },
        work,
        side_effects=method != "get",
    )


def _answer(response: httpx.Response) -> str:
    if response.is_redirect:
        raise ToolError("the API answered with a redirect, which is not followed")
    text = body(response, _MAX_BYTES).decode(response.encoding or "utf-8", "replace")
    return text or f"[{response.status_code}, without a body]"


def _authorization(document: Operation, key: SecretStr | None) -> dict[str, str]:
    """The header that brings the key, as the first security scheme of the file describes it."""
    if key is None:
        return {}
    schemes = _resolved(document.get("components", {}).get("securitySchemes", {}), document)
    for scheme in schemes.values():
        if scheme.get("type") == "apiKey" and scheme.get("in") == "header":
            return {scheme["name"]: key.get_secret_value()}
    return {"Authorization": f"Bearer {key.get_secret_value()}"}


def _resolved(part: Any, document: Operation, depth: int = _DEPTH) -> Any:
    """The part with every local `$ref` replaced; what refers to itself ends as any value."""
    if isinstance(part, list):
        return [_resolved(one, document, depth) for one in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        if depth == 0:
            return {}
        target: Any = document
        for name in str(part["$ref"]).removeprefix("#/").split("/"):
            target = target[name.replace("~1", "/").replace("~0", "~")]
        return _resolved(target, document, depth - 1)
    return {name: _resolved(value, document, depth) for name, value in part.items()}
