"""`/actions`: what waits for its asker's yes; a question can be left for a person to answer."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Body, HTTPException
from fastapi.openapi.models import Example
from pydantic import BaseModel, ConfigDict

from ..caller import CALLER
from ..stages import StageSettings
from ..stages.actions import Actions, NotPending
from ..stages.handover import NAME, Handover, handover

_QUESTION: dict[str, Example] = {
    "a question": {"value": {"question": "Who can change the opening hours of the canteen?"}}
}
_DECISION: dict[str, Example] = {"approved": {"value": {"approved": True}}}
# The route that decides takes the key that this one gave.
_LINKS: dict[int | str, dict[str, Any]] = {
    201: {
        "links": {"decide": {"operationId": "decide", "parameters": {"key": "$response.body#/key"}}}
    }
}


class Waiting(BaseModel):
    """What would be done, and the key under which it is approved or rejected."""

    key: str
    action: str


class Decision(BaseModel):
    """Whether it may be done."""

    model_config = ConfigDict(extra="forbid")

    approved: bool


class Decided(BaseModel):
    """What came of it, in a sentence."""

    done: str


@dataclass(frozen=True)
class Acting:
    """What can be done, and the routes for its approval; without `actions` there are none."""

    actions: Actions | None
    routers: tuple[APIRouter, ...]


def build_acting(folder: Path) -> Acting:
    """Return the actions, unless they are off; `folder` is where questions are left."""
    if "actions" not in StageSettings().on:
        return Acting(None, ())
    actions = Actions([handover(folder / "handover.jsonl")])
    return Acting(actions, (action_routes(actions),))


def action_routes(actions: Actions) -> APIRouter:
    """Return the routes. Everyone sees, approves and rejects only what they asked for."""
    router = APIRouter(tags=["actions"])

    @router.post("/actions", status_code=201, responses=_LINKS)
    def ask(body: Annotated[Handover, Body(openapi_examples=_QUESTION)]) -> Waiting:
        """Ask outright that a question be left for a person; it waits like what was offered."""
        key = actions.ask(NAME, CALLER.get(), **body.model_dump())
        return Waiting(key=key, action=actions.waiting(CALLER.get())[key])

    @router.get("/actions")
    def waiting() -> list[Waiting]:
        """List what waits for your yes."""
        held = actions.waiting(CALLER.get())
        return [Waiting(key=key, action=action) for key, action in held.items()]

    @router.post("/actions/{key}", operation_id="decide")
    def decide(key: str, body: Annotated[Decision, Body(openapi_examples=_DECISION)]) -> Decided:
        """Approve what waits, which does it once, or reject it."""
        try:
            if body.approved:
                return Decided(done=actions.approve(key, CALLER.get()))
            actions.reject(key, CALLER.get())
        except NotPending as error:
            raise HTTPException(404, str(error)) from None
        return Decided(done="It was not done.")

    return router
