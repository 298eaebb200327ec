"""A real request to every route of a render's service, made of what its OpenAPI document shows."""

import importlib
import os
import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from groundplan.matrix.smoke import exported as metrics
from groundplan.matrix.smoke import steps
from groundplan.matrix.smoke.operations import Document, Operation, Request, operations
from groundplan.matrix.smoke.served import DOCUMENTS, package

KEY = "key-of-the-smoke-test"
# How fast it answers is not tried here, and the machine is busy.
SETTINGS = {"SERVICE_API_KEYS": KEY, "SERVICE_TIMEOUT_SECONDS": "60", **DOCUMENTS}
# An orchestrator and Prometheus ask these; everything else needs a key.
OPEN = ("/health", "/ready", "/metrics")
SHOWN = 500


def main(folder: Path, exported: Path, *lines: str) -> list[str]:
    """Serve as `make serve` does, ask every route, write the exported metrics' names.

    Args:
        folder: The render.
        exported: Where the names go.
        lines: What `make serve` would run.
    """
    os.environ.update(SETTINGS)
    *before, _ = lines
    faults = [fault for line in before for fault in steps.command([line])]
    if faults:
        return faults
    from fastapi.testclient import TestClient
    from starlette.middleware import Middleware

    app = importlib.import_module(package(folder, "server")).build_app()
    raised: list[str] = []
    app.user_middleware.append(Middleware(Raised, raised=raised))
    with TestClient(app, raise_server_exceptions=False) as client:
        faults = list(Visit(client, app, raised).faults())
        metrics.save(client.get("/metrics").text, exported)
    return faults


class Raised:
    """The innermost middleware: keeps what a route raised, which a service tells its log only."""

    def __init__(self, app: Any, raised: list[str]) -> None:
        self.app, self.raised = app, raised

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            await self.app(scope, receive, send)
        except Exception:
            self.raised.append(traceback.format_exc(limit=-4))
            raise


class Visit:
    """Goes once through all routes of an app.

    Args:
        client: A `TestClient` of the app.
        app: The FastAPI app.
        raised: Where tracebacks arrive.
    """

    def __init__(self, client: Any, app: Any, raised: list[str]) -> None:
        from fastapi.routing import iter_route_contexts

        self.client, self.app, self.raised = client, app, raised
        self.document: Document = app.openapi()
        self.routes = {
            (method.lower(), route.path_format or route.path): route
            for route in iter_route_contexts(app.routes)
            for method in route.methods or ["get"]
        }

    def faults(self) -> Iterator[str]:
        """What is wrong, a sentence each."""
        yield from self._undocumented()
        linked: dict[tuple[str, str], Any] = {}
        waiting = operations(self.document)
        while ready := [one for one in waiting if not one.missing(linked)]:
            waiting.remove(ready[0])
            for request in ready[0].requests(linked):
                yield from self._asked(ready[0], request, linked)
        for operation in waiting:
            lacking = ", ".join(operation.missing(linked))
            yield f"{operation} cannot be tried: there is no example of {lacking}"

    def _undocumented(self) -> Iterator[str]:
        pages = {
            self.app.docs_url,
            self.app.redoc_url,
            self.app.openapi_url,
            self.app.swagger_ui_oauth2_redirect_url,
        }
        documented = {(one.method, one.path) for one in operations(self.document)}
        for path in OPEN:
            if ("get", path) not in documented:
                yield f"GET {path} is missing"
        for method, path in sorted(self.routes.keys() - documented):
            if path not in pages:
                yield f"{method.upper()} {path} is not in the OpenAPI document"
            elif self.client.request(method, path, headers={"X-API-Key": KEY}).status_code != 200:
                yield f"{method.upper()} {path} does not answer"

    def _asked(
        self, operation: Operation, request: Request, linked: dict[tuple[str, str], Any]
    ) -> Iterator[str]:
        key = self._key(operation)
        if not key and operation.path not in OPEN:
            yield f"{operation} documents no key"
        if key and (status := self._send(request, {}).status_code) not in (401, 403):
            yield f"{operation} answers {status} to a request without a key"
        self.raised.clear()
        answer = self._send(request, key)
        faults = list(self._wrong(operation, request, answer))
        yield from faults
        if not faults and "json" in (request.accept or ""):
            linked.update(operation.links(answer.json()))

    def _send(self, request: Request, key: Mapping[str, str]) -> Any:
        return self.client.request(
            request.method,
            request.path,
            params=request.query,
            headers={**request.headers, **key},
            content=request.body,
        )

    def _key(self, operation: Operation) -> dict[str, str]:
        """The header with the key, in the first of the documented ways; none if there is none."""
        for choice in operation.spec.get("security", []):
            for name in choice:
                scheme = self.document["components"]["securitySchemes"][name]
                bearer = scheme["type"] == "http"
                return {"Authorization": f"Bearer {KEY}"} if bearer else {scheme["name"]: KEY}
        return {}

    def _wrong(self, operation: Operation, request: Request, answer: Any) -> Iterator[str]:
        """How an answer differs from what is documented."""
        status, kind = operation.success()[0], answer.headers.get("content-type", "")
        if answer.status_code != status:
            said = "\n".join(self.raised) or answer.text[:SHOWN]
            yield f"{operation} answers {answer.status_code} where {status} is documented: {said}"
        elif not request.accept and answer.content:
            yield f"{operation} answers with a body where none is documented"
        elif request.accept and kind.partition(";")[0] != request.accept:
            yield f"{operation} answers with {kind or 'nothing'}, documented is {request.accept}"
        elif self.raised:
            yield f"{operation} broke off: {self.raised[-1]}"
        elif kind.startswith("text/event-stream") and "\ndata:" not in f"\n{answer.text}":
            yield f"{operation} streams no event"
        elif "json" in (request.accept or ""):
            yield from self._misshapen(operation, answer)

    def _misshapen(self, operation: Operation, answer: Any) -> Iterator[str]:
        from pydantic import TypeAdapter, ValidationError

        model = getattr(self.routes[operation.method, operation.path], "response_model", None)
        if model is None:
            return
        try:
            TypeAdapter(model).validate_json(answer.content, extra="forbid")
        except ValidationError as error:
            yield f"the answer of {operation} breaks its schema: {error}"
