"""`/conversations`: talk, decide, read, take away, delete; `/facts`; `/tools`.

Everything belongs to the caller; for everyone else it is not there.
"""

import json
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Body, Header, HTTPException, Path
from fastapi.responses import JSONResponse, Response, StreamingResponse

from ..agent.following import followed
from ..caller import CALLER
from ..conversations.store import NoConversation
from ..ports import Event, RunError
from ..wiring import Assembled
from .examples import DECISION, FIRST, LINKS, NEXT
from .metrics import TurnMetrics
from .schemas import ConversationOut, Decision, Export, FactOut, Question, Said, ToolOut, TurnOut

T = TypeVar("T")
_EVENTS: dict[str, Any] = {"content": {"text/event-stream": {}}, "model": TurnOut}
_STREAM: dict[int | str, dict[str, Any]] = {200: _EVENTS}
_Accept = Annotated[str, Header(include_in_schema=False)]
_Id = Annotated[str, Path(max_length=60)]


def conversation_routes(assembled: Assembled, metrics: TurnMetrics) -> APIRouter:
    """Return the routes. What happens streams as server-sent events, one for each event of a turn.

    With `Accept: application/json` the answer is one object: where the turn stands in the end.
    """
    router, assistant = APIRouter(tags=["conversations"]), assembled.assistant

    def answered(conversation: str, events: Iterator[Event], accept: str) -> Response:
        told = followed(events, metrics.count)
        first = _found(lambda: next(told))
        if "application/json" in accept:
            *_, last = first, *told
            return JSONResponse(TurnOut.of(conversation, last).model_dump(mode="json"))
        named = f"event: conversation\ndata: {json.dumps({'conversation': conversation})}\n\n"
        lines = chain([named], map(_event, chain([first], told)))
        return StreamingResponse(lines, media_type="text/event-stream")

    @router.post(
        "/conversations",
        response_model=TurnOut,
        responses={200: {**_EVENTS, "links": LINKS}},
        operation_id="begin",
    )
    def begin(
        body: Annotated[Question, Body(openapi_examples=FIRST)], accept: _Accept = "*/*"
    ) -> Response:
        """Begin a conversation. Its turn ends for now finished, waiting for approval or paused."""
        conversation = assistant.store.begin(CALLER.get())
        events = assistant.say(CALLER.get(), conversation, body.say, body.attached)
        return answered(conversation, events, accept)

    @router.get("/conversations")
    def conversations() -> list[ConversationOut]:
        """List the caller's conversations, the latest first."""
        return [
            ConversationOut(conversation=one.id, title=one.title, changed=one.changed)
            for one in assistant.store.conversations(CALLER.get())
        ]

    @router.get("/conversations/{conversation}", operation_id="read")
    def read(conversation: _Id) -> list[Said]:
        """Read a conversation, the first turn first."""
        told = _found(lambda: assistant.told(CALLER.get(), conversation))
        return [Said.of(one) for one in told]

    @router.post(
        "/conversations/{conversation}/decision", response_model=TurnOut, operation_id="decide"
    )
    def decide(
        conversation: _Id,
        body: Annotated[Decision, Body(openapi_examples=DECISION)],
        accept: _Accept = "",
    ) -> Response:
        """Approve or refuse what the last turn waits for; it then goes on.

        One object, or events with `Accept: text/event-stream`.
        """
        events = assistant.decide(
            CALLER.get(),
            conversation,
            approved=body.approved,
            reason=body.reason,
            calls=tuple(body.calls),
        )
        stream = "text/event-stream" in accept
        return answered(conversation, events, accept if stream else "application/json")

    @router.post(
        "/conversations/{conversation}/turns",
        response_model=TurnOut,
        responses=_STREAM,
        operation_id="say",
    )
    def say(
        conversation: _Id,
        body: Annotated[Question, Body(openapi_examples=NEXT)],
        accept: _Accept = "*/*",
    ) -> Response:
        """Go on with a conversation. While a turn is under way, a second one is refused."""
        events = assistant.say(CALLER.get(), conversation, body.say, body.attached)
        return answered(conversation, events, accept)

    @router.post(
        "/conversations/{conversation}/resume",
        response_model=TurnOut,
        responses=_STREAM,
        operation_id="resume",
    )
    def resume(conversation: _Id, accept: _Accept = "*/*") -> Response:
        """Go on with a turn that was interrupted or paused; a finished one tells its end again."""
        return answered(conversation, assistant.resume(CALLER.get(), conversation), accept)

    @router.get("/conversations/{conversation}/export", operation_id="export")
    def export(conversation: _Id) -> Export:
        """Take away all that is kept of a conversation."""
        content = _found(lambda: assistant.exported(CALLER.get(), conversation))
        return Export.model_validate(content)

    @router.delete("/conversations/{conversation}", status_code=204, operation_id="delete")
    def delete(conversation: _Id) -> None:
        """Delete a conversation, and all that is kept of it."""
        _found(lambda: assistant.delete(CALLER.get(), conversation))

    @router.get("/facts", tags=["facts"])
    def facts() -> list[FactOut]:
        """List what the caller asked to have remembered."""
        held = assistant.store.facts(CALLER.get())
        return [FactOut(number=number, text=text) for number, text in held.items()]

    @router.delete("/facts/{number}", status_code=204, tags=["facts"])
    def forget(number: Annotated[int, Path(ge=1, lt=2**63, examples=[1])]) -> None:
        """Delete a fact; one that is not there is gone already."""
        assistant.store.forget(CALLER.get(), number)

    @router.get("/tools", tags=["tools"])
    def tools() -> list[ToolOut]:
        """List the tools, and before which of them a person is asked."""
        return [
            ToolOut(name=one.name, description=one.description, asks_first=one.side_effects)
            for one in assembled.tools.values()
        ]

    return router


def _found(work: Callable[[], T]) -> T:
    """Return what `work` returns. Raises HTTPException with the sentence of what went wrong."""
    try:
        return work()
    except NoConversation as error:
        raise HTTPException(404, str(error)) from None
    except RunError as error:
        raise HTTPException(409, str(error)) from None


def _event(event: Event) -> str:
    return f"event: {event.kind}\ndata: {event.model_dump_json()}\n\n"
