"""Errors as JSON in the form of RFC 9457: what the caller can know, not what lies behind it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.types import Scope


class Problem(BaseModel):
    """The body of every response that is an error."""

    title: str
    status: int
    detail: str
    request_id: str


def problem(
    scope: Scope, status: int, detail: str, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """The response for an error: `detail` is one sentence for the caller."""
    content = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        request_id=scope.get("state", {}).get("request_id", ""),
    )
    return JSONResponse(
        content.model_dump(),
        status_code=status,
        headers=dict(headers or {}),
        media_type="application/problem+json",
    )


def install_problems(app: FastAPI) -> None:
    """Let the framework's own errors (404, 405, 413, 422 …) leave in the same form."""
    app.add_exception_handler(HTTPException, _from_http)
    app.add_exception_handler(RequestValidationError, _from_validation)


def _from_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return problem(request.scope, error.status_code, str(error.detail), error.headers)


def _from_validation(request: Request, error: Exception) -> Response:
    # The rejected input is left out: it may be large, and it may be a secret.
    assert isinstance(error, RequestValidationError)
    faults = "; ".join(
        f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}"
        for fault in error.errors()
    )
    return problem(request.scope, 422, faults)


DOCUMENTED: dict[int | str, dict[str, Any]] = {
    401: {"model": Problem, "description": "No key, or an unknown one"},
    413: {"model": Problem, "description": "The body is larger than the service accepts"},
    422: {"model": Problem, "description": "The request does not fit the schema"},
    429: {"model": Problem, "description": "Too many requests; Retry-After says when"},
    504: {"model": Problem, "description": "No answer within the time limit"},
}
