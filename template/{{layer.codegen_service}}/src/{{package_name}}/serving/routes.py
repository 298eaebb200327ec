"""`/translate` and `/programs`."""

import json
from collections.abc import Iterator, Sequence
from itertools import chain
from threading import BoundedSemaphore
from typing import Annotated, Any

from fastapi import APIRouter, Body, Header, HTTPException
from fastapi.openapi.models import Example
from fastapi.responses import JSONResponse, Response, StreamingResponse

from ..execution.workshop import NotTranslatable, Workshop
from ..ports import Translator
from ..programs.program import FaultyProgram, Program, read_program
from ..translation.settings import TranslateSettings
from ..translation.translate import Event, Rejection, Step, Translation, translate
from .metrics import TranslationMetrics
from .schemas import ProgramOut, TranslateIn, TranslationOut

_STREAM: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {}}, "model": TranslationOut}
}
# What is timed beside other work is timed wrong, so few work at once; others are told to wait.
_AT_ONCE = 2


def translate_routes(
    translators: Sequence[Translator],
    workshop: Workshop,
    settings: TranslateSettings,
    programs: Sequence[Program],
    metrics: TranslationMetrics,
) -> APIRouter:
    """Return the routes; what goes wrong behind them is told in one sentence."""
    router = APIRouter(tags=["translations"])
    turns = BoundedSemaphore(_AT_ONCE)

    @router.post("/translate", response_model=TranslationOut, responses=_STREAM)
    def translated(
        body: Annotated[TranslateIn, Body(openapi_examples=_examples(programs))],
        accept: Annotated[str, Header(include_in_schema=False)] = "*/*",
    ) -> Response:
        """Translate the last function of a program: events, or one object for `application/json`.

        The events are `ran` (Python did), `translated`, `compiled` and `compared` with the number
        of the attempt, `rejected` with a complaint where one fails, and `translation` at the end.
        """
        try:
            program = read_program("program", body.source, body.cases_alone())
        except FaultyProgram as error:
            raise HTTPException(422, str(error)) from error
        if not turns.acquire(blocking=False):
            raise HTTPException(503, f"{_AT_ONCE} programs are being translated: try again soon")
        events = _released(translate(program, translators, workshop, settings), turns)
        try:
            # The Python side runs before the first event, so that what is wrong with it is told.
            first = next(events)
        except NotTranslatable as error:
            raise HTTPException(422, str(error)) from error
        counted = _counted(chain([first], events), metrics)
        if "application/json" in accept:
            *_, end = counted
            assert isinstance(end, Translation)
            return JSONResponse(TranslationOut.of(end).model_dump())
        return StreamingResponse(map(_event, counted), media_type="text/event-stream")

    @router.get("/programs")
    def known() -> list[ProgramOut]:
        """List the programs that come with the project; their translations are recorded."""
        return [
            ProgramOut(
                name=program.name,
                kind=program.kind,
                source=program.source,
                declaration=program.declaration,
                cases=len(program.cases),
            )
            for program in programs
        ]

    return router


def _released(events: Iterator[Event], turns: BoundedSemaphore) -> Iterator[Event]:
    """Give a turn back at the end, whatever the end is."""
    try:
        yield from events
    finally:
        turns.release()


def _counted(events: Iterator[Event], metrics: TranslationMetrics) -> Iterator[Event]:
    for event in events:
        metrics.count(event)
        yield event


def _event(event: Event) -> str:
    match event:
        case Step(name, attempt, source):
            data: dict[str, Any] = {"attempt": attempt} | ({"source": source} if source else {})
        case Rejection(attempt, verdict, complaint):
            name = "rejected"
            data = {"attempt": attempt, "verdict": verdict, "complaint": complaint}
        case Translation():
            name, data = "translation", TranslationOut.of(event).model_dump()
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _examples(programs: Sequence[Program]) -> dict[str, Example]:
    """Return what `/docs` fills in: a program whose translation is recorded, with small cases."""
    program = min(programs, key=lambda one: len(one.source))
    body = {
        "source": program.source,
        "cases": [case.model_dump(exclude_none=True) for case in program.cases],
        "benchmark": program.benchmark,
        "tolerance": program.tolerance,
    }
    return {program.name: {"summary": program.kind, "value": body}}
