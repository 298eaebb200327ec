"""`/rounds`, `/offers`, `/decisions`, `/notices`."""

import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, HTTPException, Path, Query
from fastapi.responses import JSONResponse, Response, StreamingResponse

from ..crew.rounds import Busy
from ..crew.state import Decision, Round, Verdict
from .floor import Floor, Line
from .schemas import NoticeOut, OfferOut, RoundOut

_STREAM: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {}}, "model": RoundOut},
    409: {"description": "Another round is under way"},
}
_LINKED: dict[int | str, dict[str, Any]] = {
    200: {
        "links": {
            "the latest": {
                "operationId": "one_round",
                "parameters": {"number": "$response.body#/0/id"},
            }
        }
    }
}


def crew_routes(floor: Floor) -> APIRouter:
    """Return the routes; what goes wrong behind them is told in one sentence."""
    router = APIRouter()

    @router.post("/rounds", response_model=RoundOut, responses=_STREAM, tags=["rounds"])
    def begin(accept: Annotated[str, Header(include_in_schema=False)] = "*/*") -> Response:
        """Run a round: its log as server-sent events, or its end with `Accept: application/json`.

        The events are `step` (a line of the log) and `round` at the end, or `problem`. A round goes
        on when its listener leaves. One that was broken off is finished first.
        """
        try:
            lines = floor.begin()
        except Busy as error:
            raise HTTPException(409, str(error)) from error
        if "application/json" not in accept:
            return StreamingResponse(_events(floor, lines), media_type="text/event-stream")
        *_, end = lines
        if isinstance(end, Round):
            return JSONResponse(_ended(floor, end))
        raise HTTPException(409 if isinstance(end, Busy) else 503, str(end))

    @router.get("/rounds", operation_id="all_rounds", responses=_LINKED, tags=["rounds"])
    def all_rounds(limit: Annotated[int, Query(ge=1, le=1000)] = 100) -> list[RoundOut]:
        """List rounds, latest first."""
        return [RoundOut.of(begun) for begun in reversed(floor.memory.rounds()[-limit:])]

    @router.get("/rounds/{number}", operation_id="one_round", tags=["rounds"])
    def one_round(number: Annotated[int, Path(examples=[1])]) -> RoundOut:
        """Return one round."""
        for begun in floor.memory.rounds():
            if begun.id == number:
                return RoundOut.of(begun)
        raise HTTPException(404, f"there is no round {number}")

    @router.get("/offers", tags=["offers"])
    def offers(gone: bool = False) -> list[OfferOut]:
        """List the offers that are there; with `gone`, also those that are no longer."""
        return [OfferOut.of(one) for one in floor.memory.known().values() if gone or not one.gone]

    @router.get("/decisions", tags=["offers"])
    def decisions(verdict: Verdict | None = None) -> list[Decision]:
        """List the latest decision about each offer that is there."""
        found = [one.decision for one in floor.memory.known().values() if not one.gone]
        return [one for one in found if one and verdict in (None, one.verdict)]

    @router.get("/notices", tags=["offers"])
    def notices(
        state: Literal["queued", "sending", "sent", "failed"] | None = None,
    ) -> list[NoticeOut]:
        """List the notices; `sending` are those of which nobody knows whether they arrived."""
        return [NoticeOut.of(one) for one in floor.outbox.all(*([state] if state else []))]

    return router


def _ended(floor: Floor, state: Round) -> dict[str, Any]:
    (begun,) = (begun for begun in floor.memory.rounds() if begun.id == state.id)
    return RoundOut.of(begun).model_dump()


def _events(floor: Floor, lines: Iterator[Line | Round | Exception]) -> Iterator[str]:
    for line in lines:
        if isinstance(line, Round):
            yield _event("round", _ended(floor, line))
        elif isinstance(line, Exception):
            yield _event("problem", {"detail": str(line)})
        else:
            yield _event("step", line)


def _event(name: str, data: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
