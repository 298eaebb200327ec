"""`/ask`, `/search`, `/documents`, `/feedback`, and the open store behind them."""

import json
from collections.abc import Callable, Iterator
from threading import Lock
from typing import Annotated, Any

from fastapi import APIRouter, Body, Header, HTTPException, Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response, StreamingResponse

from ..answering.answers import Answer, Answering, Delta, Sources
from ..answering.feedback import Feedback, FeedbackLog
from ..ingestion.documents import Unreadable
from ..ingestion.ingest import IngestReport, NothingToIngest
from ..ingestion.library import Library, UnknownDocument
from ..ports import EmbeddingFailed
from ..prompts import FaultyPrompt
from ..retrieval.store import StoreUnusable
from ..wiring import Assistant, NothingIngested
from .examples import ASK, FEEDBACK, NAME, QUESTION, UPLOAD
from .metrics import AnswerMetrics
from .schemas import AnswerOut, Ask, Changed, Passage, Stored

_STREAM: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {}}, "model": AnswerOut}
}
_Name = Annotated[str, Path(openapi_examples=NAME)]
_STATUS: dict[type[Exception], int] = {
    Unreadable: 422,
    UnknownDocument: 404,
    NothingToIngest: 409,
    EmbeddingFailed: 503,
    StoreUnusable: 503,
    NothingIngested: 503,
    FaultyPrompt: 503,
}


class Desk:
    """The open store: opened once, and as soon as there is something in it.

    `opening` opens it and may raise NothingIngested.
    """

    def __init__(self, opening: Callable[[], Assistant], library: Library) -> None:
        self._opening = opening
        self.library = library
        self._assistant: Assistant | None = None
        self._turn = Lock()

    def assistant(self) -> Assistant:
        """Return the assistant. Raises FaultyPrompt, NothingIngested or StoreUnusable."""
        with self._turn:
            if self._assistant is None:
                self._assistant = self._opening()
            return self._assistant

    def readiness(self) -> str | None:
        """Return None when questions can be answered, else why not."""
        try:
            self.assistant()
        except (FaultyPrompt, NothingIngested, StoreUnusable) as reason:
            return str(reason)
        return None


def answer_routes(desk: Desk, feedback: FeedbackLog, metrics: AnswerMetrics) -> APIRouter:
    """Return the routes; what goes wrong behind them is told in one sentence."""
    router = APIRouter()

    def assistant() -> Assistant:
        try:
            return desk.assistant()
        except (FaultyPrompt, NothingIngested, StoreUnusable) as error:
            raise _told(error) from error

    @router.post("/ask", response_model=AnswerOut, responses=_STREAM, tags=["answers"])
    def ask(
        body: Annotated[Ask, Body(openapi_examples=ASK)],
        accept: Annotated[str, Header(include_in_schema=False)] = "*/*",
    ) -> Response:
        """Answer a question: server-sent events, or one object with `Accept: application/json`.

        The events are `sources` (the passages found), `delta` (text as it is written) and `answer`
        at the end. Only the last counts: it takes back what did not hold.
        """
        answerer = assistant().answerer
        if "application/json" in accept:
            answer = answerer.answer(body.question, body.where)
            metrics.count(answer)
            return JSONResponse(answer.as_json())
        events = _events(answerer, body, metrics)
        return StreamingResponse(events, media_type="text/event-stream")

    @router.get("/search", tags=["answers"])
    def search(
        question: Annotated[str, Query(min_length=1, max_length=4000, openapi_examples=QUESTION)],
        k: Annotated[int, Query(ge=1, le=50)] = 8,
        document: str | None = None,
    ) -> list[Passage]:
        """Find passages, best first."""
        where = {"document": document} if document else None
        return [Passage.of(hit) for hit in assistant().retriever.search(question, k, where)]

    @router.get("/documents", tags=["documents"])
    def documents() -> list[Stored]:
        """List the documents in the store."""
        names = desk.library.names()
        return [Stored(document=name, passages=count) for name, count in names.items()]

    @router.put("/documents/{name:path}", tags=["documents"], openapi_extra=UPLOAD)
    async def put(name: _Name, request: Request) -> Changed:
        """Add or replace a document: the body is the file, its name says what kind it is."""
        content = await request.body()
        return await run_in_threadpool(change, lambda: desk.library.add(name, content))

    @router.delete("/documents/{name:path}", tags=["documents"])
    def delete(name: _Name) -> Changed:
        """Remove a document."""
        return change(lambda: desk.library.remove(name))

    def change(work: Callable[[], IngestReport]) -> Changed:
        try:
            report = work()
            desk.assistant().retriever.refresh()
        except tuple(_STATUS) as error:
            raise _told(error) from error
        return Changed(added=report.added, removed=report.removed, passages=report.chunks)

    @router.post("/feedback", status_code=204, tags=["answers"])
    def judge(body: Annotated[Feedback, Body(openapi_examples=FEEDBACK)]) -> None:
        """Keep what a reader thinks of an answer; `make feedback` makes questions of it."""
        feedback.add(body)
        metrics.feedback.labels(str(body.helpful).lower()).inc()

    return router


def _events(answerer: Answering, body: Ask, metrics: AnswerMetrics) -> Iterator[str]:
    for event in answerer.stream(body.question, body.where):
        match event:
            case Sources(hits):
                passages = [Passage.of(hit).model_dump() for hit in hits]
                yield _event("sources", {"passages": passages})
            case Delta(text):
                yield _event("delta", {"text": text})
            case Answer():
                metrics.count(event)
                yield _event("answer", event.as_json())


def _event(name: str, data: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _told(error: Exception) -> HTTPException:
    unknown = isinstance(error, UnknownDocument)
    detail = f"there is no document {error.args[0]}" if unknown else str(error)
    return HTTPException(_STATUS[type(error)], detail)
