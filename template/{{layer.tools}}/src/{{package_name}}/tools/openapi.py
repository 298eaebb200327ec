"""An HTTP API from its OpenAPI file: each operation becomes a tool.

Only GET counts as free of side effects: before everything else a person is asked. The address of
the API passes the same guard as that of a page, unless it is vouched for in the settings. What
cannot be asked as the file says is refused with its operation and the reason.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import yaml
from pydantic import SecretStr

from .exchange import exchange, plain_client, text
from .keys import Keys
from .operation import operation_of
from .schemas import described, target
from .tool import FaultyTools, Tool, ToolError

_METHODS = ("get", "put", "post", "delete", "patch")
_MAX_BYTES = 500_000
_FAULTS = (OSError, yaml.YAMLError, LookupError, TypeError, AttributeError, ValueError)


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
        version = str(document.get("openapi", ""))
        if not version.startswith("3."):
            raise FaultyTools("it is not OpenAPI 3: convert it first")
        server = base or document["servers"][0]["url"]
        if not server.startswith(("http://", "https://")):
            raise FaultyTools(f"its server is {server!r}: set TOOLS_API_BASE to its address")
        headers, params = _bringing(document, key)
        client = plain_client(transport, headers=headers, params=params)
        keys = Keys(key.get_secret_value() if key else "")
        return [
            _tool(client, server.rstrip("/"), keys, document, *operation)
            for operation in _operations(document)
        ]
    except FaultyTools as error:
        raise FaultyTools(f"{path} cannot be used: {error}") from None
    except (*_FAULTS, RecursionError) as error:
        fault = f"{type(error).__name__}: {error}"
        raise FaultyTools(f"{path} is no OpenAPI file that can be used: {fault}") from None


def _operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Route, method, and the item of the path that holds the operation."""
    for route, held in document["paths"].items():
        item = held or {}
        if "$ref" in item:
            item = target(item["$ref"], document)
        for method in _METHODS:
            if method in item:
                yield route, method, item


def _tool(
    client: httpx.Client,
    server: str,
    keys: Keys,
    document: Mapping[str, Any],
    route: str,
    method: str,
    item: Mapping[str, Any],
) -> Tool:
    def work(arguments: Mapping[str, Any]) -> str:
        path, sent = one.request(arguments)
        return exchange(client, one.method, f"{server}{path}", read, keys=keys, **sent)

    def read(response: httpx.Response) -> str:
        if response.is_redirect:
            raise ToolError("the API answered with a redirect, which is not followed")
        return text(response, _MAX_BYTES, keys) or f"[{response.status_code}, without a body]"

    try:
        one = operation_of(document, route, method, item)
        return described(
            one.name, one.about, one.schema, work, side_effects=method != "get", document=document
        )
    except FaultyTools as error:
        raise FaultyTools(f"{method.upper()} {route}: {error}") from None
    except _FAULTS as error:
        fault = f"{type(error).__name__}: {error}"
        raise FaultyTools(f"{method.upper()} {route} is described wrongly: {fault}") from None


def _bringing(
    document: Mapping[str, Any], key: SecretStr | None
) -> tuple[dict[str, str], dict[str, str]]:
    """Headers and parameters that bring the key, by the first security scheme that can be used."""
    if key is None:
        return {}, {}
    secret = key.get_secret_value()
    bearer = {"Authorization": f"Bearer {secret}"}
    schemes = (document.get("components") or {}).get("securitySchemes") or {}
    for held in schemes.values():
        scheme = target(held["$ref"], document) if "$ref" in held else held
        match scheme.get("type"), scheme.get("in"), str(scheme.get("scheme")).lower():
            case "apiKey", "header", _:
                return {scheme["name"]: secret}, {}
            case "apiKey", "query", _:
                return {}, {scheme["name"]: secret}
            case ("oauth2" | "openIdConnect", _, _) | ("http", _, "bearer"):
                return bearer, {}
    if schemes:
        raise FaultyTools(f"a key cannot be sent as it says: {', '.join(schemes)}")
    return bearer, {}
