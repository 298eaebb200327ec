"""The operations of an OpenAPI document, and requests made of nothing but its examples.

Parameters and bodies take their documented examples; that of a sound stands there in base64.
What only an earlier answer can tell, such as the id of what was created, comes through the
document's links.
"""

import json
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

Document = Mapping[str, Any]
# What is created is read before it is deleted.
_ORDER = ("post", "put", "patch", "get", "head", "options", "delete")


@dataclass(frozen=True)
class Request:
    """What the client is given; `accept` is the kind of answer that is asked for."""

    method: str
    path: str
    query: dict[str, Any]
    headers: dict[str, str]
    body: bytes | None
    accept: str | None


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    method: str
    path: str
    spec: Document
    document: Document

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.path}"

    @property
    def id(self) -> str:
        """The name under which links mean it."""
        return str(self.spec["operationId"])

    def success(self) -> tuple[int, Document]:
        """The first documented status of success, and what its answer holds."""
        status = min(code for code in self.spec["responses"] if code.startswith("2"))
        return int(status), self.spec["responses"][status]

    def kinds(self) -> list[str]:
        """The media types of a success; none where there is no body."""
        return list(self.success()[1].get("content", {}))

    def missing(self, linked: Mapping[tuple[str, str], Any]) -> list[str]:
        """What is needed, but has neither an example nor a link that was followed."""
        names = [
            f"the parameter {parameter['name']}"
            for parameter in self.spec.get("parameters", [])
            if parameter.get("required")
            and (self.id, parameter["name"]) not in linked
            and not self._examples(parameter)
        ]
        needed = self.spec.get("requestBody", {}).get("required", False)
        return names + (["the body"] if needed and not list(self._bodies()) else [])

    def requests(self, linked: Mapping[tuple[str, str], Any]) -> Iterator[Request]:
        """As many as it takes to send every body and to ask for every kind of answer."""
        given: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "header": {}, "cookie": {}}
        for parameter in self.spec.get("parameters", []):
            name = parameter["name"]
            values = [linked[self.id, name]] if (self.id, name) in linked else []
            values += self._examples(parameter)
            if values:
                given[parameter["in"]][name] = values[0]
        path = self.path
        for name, value in given["path"].items():
            path = path.replace(f"{{{name}}}", quote(str(value)))
        bodies: list[tuple[str | None, bytes | None]] = [*self._bodies()] or [(None, None)]
        kinds: list[str | None] = [*self.kinds()] or [None]
        for number in range(max(len(bodies), len(kinds))):
            kind, body = bodies[number % len(bodies)]
            accept = kinds[number % len(kinds)]
            headers = {name: str(value) for name, value in given["header"].items()}
            headers |= {"Content-Type": kind} if kind else {}
            headers |= {"Accept": accept} if accept else {}
            yield Request(self.method, path, given["query"], headers, body, accept)

    def links(self, answer: Any) -> Iterator[tuple[tuple[str, str], Any]]:
        """What the answer tells other operations: their id and parameter, and the value."""
        for link in self.success()[1].get("links", {}).values():
            for parameter, expression in link["parameters"].items():
                yield (link["operationId"], parameter), _pointed(answer, expression)

    def _bodies(self) -> Iterator[tuple[str, bytes]]:
        for kind, content in self.spec.get("requestBody", {}).get("content", {}).items():
            for example in self._examples(content):
                if "json" in kind or not isinstance(example, str):
                    yield kind, json.dumps(example).encode()
                elif kind.startswith("audio/"):
                    yield kind, b64decode(example)
                else:
                    yield kind, example.encode()

    def _examples(self, described: Document) -> list[Any]:
        """Of a parameter or a media type: its own, else those of its schema."""
        if "examples" in described:
            return [example["value"] for example in described["examples"].values()]
        schema = described.get("schema", {})
        if "$ref" in schema:
            schema = self.document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        single = [place["example"] for place in (described, schema) if "example" in place]
        return single or list(schema.get("examples", []))


def operations(document: Document) -> list[Operation]:
    """Every operation, in the order in which they can be tried."""
    found = [
        Operation(method, path, spec, document)
        for path, item in document["paths"].items()
        for method, spec in item.items()
        if method in _ORDER
    ]
    return sorted(found, key=lambda operation: _ORDER.index(operation.method))


def _pointed(answer: Any, expression: str) -> Any:
    """The value that a run-time expression such as `$response.body#/items/0/id` points to."""
    for part in expression.partition("#/")[2].split("/"):
        answer = answer[int(part)] if isinstance(answer, list) else answer[part]
    return answer
