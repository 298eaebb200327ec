"""`/runs`: begin one, see where it stands, decide, go on; `/tools`: what it may use.

A run belongs to the caller who began it: its id says so, and for everyone else there is none.
"""

import hashlib
import hmac
import uuid
from collections.abc import Iterator
from itertools import chain
from typing import Annotated, Any

from fastapi import APIRouter, Body, Header, HTTPException
from fastapi.responses import JSONResponse, Response, StreamingResponse

from ..agent.following import followed
from ..caller import CALLER
from ..ports import Event, RunError
from ..wiring import Assembled
from .examples import DECISION, LINKS, TASK
from .metrics import RunMetrics
from .schemas import Decision, NewRun, RunOut, ToolOut

_STREAM: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {}}, "model": RunOut, "links": LINKS}
}
_Accept = Annotated[str, Header(include_in_schema=False)]


def run_routes(assembled: Assembled, metrics: RunMetrics) -> APIRouter:
    """Return the routes. What happens streams as server-sent events, one for each event of a run.

    With `Accept: application/json` the answer is one object: where the run stands in the end.
    """
    router, agent = APIRouter(tags=["runs"]), assembled.agent

    def answered(events: Iterator[Event], accept: str) -> Response:
        told = followed(events, metrics.count)
        try:
            first = next(told)
        except RunError as error:
            raise HTTPException(409, str(error)) from None
        if "application/json" in accept:
            *_, last = first, *told
            return JSONResponse(RunOut.of(last).model_dump(mode="json"))
        return StreamingResponse(map(_event, chain([first], told)), media_type="text/event-stream")

    @router.post("/runs", response_model=RunOut, responses=_STREAM, operation_id="begin")
    def begin(
        body: Annotated[NewRun, Body(openapi_examples=TASK)], accept: _Accept = "*/*"
    ) -> Response:
        """Begin a run. It ends for now when it is finished, waits for approval or is paused."""
        return answered(agent.run(body.task, _new(), body.attached), accept)

    @router.get("/runs/{run}", operation_id="standing")
    def standing(run: str) -> RunOut:
        """Tell where a run stands."""
        try:
            return RunOut.of(agent.standing(_own(run)))
        except RunError as error:
            raise HTTPException(404, str(error)) from None

    @router.post("/runs/{run}/decision", response_model=RunOut, operation_id="decide")
    def decide(
        run: str, body: Annotated[Decision, Body(openapi_examples=DECISION)], accept: _Accept = ""
    ) -> Response:
        """Approve or refuse what a run waits for; it then goes on.

        One object, or events with `Accept: text/event-stream`.
        """
        events = agent.decide(
            _own(run), approved=body.approved, reason=body.reason, calls=tuple(body.calls)
        )
        stream = "text/event-stream" in accept
        return answered(events, "text/event-stream" if stream else "application/json")

    @router.post(
        "/runs/{run}/resume",
        response_model=RunOut,
        responses={200: {"content": {"text/event-stream": {}}, "model": RunOut}},
        operation_id="resume",
    )
    def resume(run: str, accept: _Accept = "*/*") -> Response:
        """Go on with a run that was interrupted or paused; a finished one tells its end again."""
        return answered(agent.resume(_own(run)), accept)

    @router.get("/tools", tags=["tools"])
    def tools() -> list[ToolOut]:
        """List the tools, and before which of them a person is asked."""
        return [
            ToolOut(name=one.name, description=one.description, asks_first=one.side_effects)
            for one in assembled.tools.values()
        ]

    return router


def _new() -> str:
    """A new id, which tells its owner without naming him."""
    number = uuid.uuid4().hex[:16]
    return f"{number}-{_mark(number)}"


def _own(run: str) -> str:
    """The id, if its run is the caller's. Raises HTTPException."""
    number, _, mark = run.partition("-")
    if not hmac.compare_digest(mark.encode(), _mark(number).encode()):
        raise HTTPException(404, f"there is no run {run[:60]}")
    return run


def _mark(number: str) -> str:
    return hashlib.sha256(f"{number} {CALLER.get()}".encode()).hexdigest()[:16]


def _event(event: Event) -> str:
    return f"event: {event.kind}\ndata: {event.model_dump_json()}\n\n"
