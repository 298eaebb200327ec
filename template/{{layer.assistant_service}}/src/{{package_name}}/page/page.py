"""The page itself, in Gradio: a list of conversations, the talk, and buttons to decide.

It keeps nothing of its own: whatever is shown is read from the assistant, for the one who looks.
"""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

import gradio as gr

from ..agent.following import followed
from ..caller import CALLER
from ..conversations.store import NoConversation
from ..conversations.told import Told
from ..planning.rules import NAME as RULES
from ..ports import Event, RunError
from ..serving.metrics import TurnMetrics
from ..wiring import Assembled
from .layout import ATTACH, MOST, laid_out
from .looking import Looking, Update
from .showing import Shown, calls_shown

Calls = tuple[str, ...]
UNDERSTOOD = (
    " They understand sums, questions about the sample database, look-ups, files, pages and "
    "programs, and what leans on these; a model understands the rest."
)


class Page:
    """What happens on the page; `on` is how it is laid out."""

    def __init__(self, assembled: Assembled, metrics: TurnMetrics, *, login: bool) -> None:
        self._assistant, self._metrics = assembled.assistant, metrics
        about = f"Answered by **{assembled.planner}**."
        about += UNDERSTOOD * (assembled.planner == RULES)
        self.on = laid_out(about, login=login, taken=self._assistant.attachments.taken)

    def on_load(self, looking: Looking, request: gr.Request) -> Update:
        """Show the latest conversation."""
        known = self._assistant.store.conversations(owner_of(request))
        return self.on_choose(known[0].id if known else "", looking, request)

    def on_choose(self, chosen: str, looking: Looking, request: gr.Request) -> Update:
        """Show another conversation."""
        looking.choose(chosen)
        return self._shown(owner_of(request), chosen)

    def on_new(self, looking: Looking, request: gr.Request) -> Update:
        """Show an empty conversation; it is kept as soon as something is said in it."""
        return self.on_choose("", looking, request)

    def on_say(
        self, text: str, chosen: str, attached: bytes | None, looking: Looking, request: gr.Request
    ) -> Iterator[Update]:
        """Take a turn, and show it as it happens."""
        owner = owner_of(request)
        text = text.strip() or ("What is this?" if attached else "")
        if not text or len(text) > MOST:
            yield {self.on.say: gr.skip()}
            return
        conversation = chosen or self._assistant.store.begin(owner)
        files = [attached] if attached else []
        events = self._assistant.say(owner, conversation, text, files)
        yield from looking.shown(conversation, self._turn(owner, conversation, events, text))

    def on_approve(
        self, chosen: str, looking: Looking, calls: Calls, request: gr.Request
    ) -> Iterator[Update]:
        """Approve the calls that were shown."""
        owner, held = owner_of(request), tuple(calls)
        events = self._assistant.decide(owner, chosen, approved=True, calls=held)
        yield from looking.shown(chosen, self._turn(owner, chosen, events))

    def on_refuse(
        self, chosen: str, looking: Looking, calls: Calls, reason: str, request: gr.Request
    ) -> Iterator[Update]:
        """Refuse the calls that were shown."""
        owner, held = owner_of(request), tuple(calls)
        events = self._assistant.decide(owner, chosen, approved=False, reason=reason, calls=held)
        yield from looking.shown(chosen, self._turn(owner, chosen, events))

    def on_resume(self, chosen: str, looking: Looking, request: gr.Request) -> Iterator[Update]:
        """Go on with an interrupted turn."""
        owner = owner_of(request)
        events = self._assistant.resume(owner, chosen)
        yield from looking.shown(chosen, self._turn(owner, chosen, events))

    def on_delete(self, chosen: str, looking: Looking, request: gr.Request) -> Update:
        """Delete the conversation that is shown."""
        owner = owner_of(request)
        try:
            self._assistant.delete(owner, chosen)
        except RunError as error:
            gr.Warning(str(error))
            return self._shown(owner, chosen)
        return self.on_load(looking, request)

    def on_export(self, chosen: str, request: gr.Request) -> str:
        """Hand the conversation to the browser, which saves it."""
        try:
            content = self._assistant.exported(owner_of(request), chosen or "")
        except RunError as error:
            gr.Warning(str(error))
            return ""
        return json.dumps(content, ensure_ascii=False, indent=1)

    def on_forget(self, fact: int | None, request: gr.Request) -> Any:
        """Delete a fact."""
        owner = owner_of(request)
        if fact is not None:
            self._assistant.store.forget(owner, fact)
        return self._facts(owner)

    def _turn(
        self, owner: str, conversation: str, events: Iterator[Event], question: str = ""
    ) -> Iterator[Update]:
        """Show a turn as it happens, and in the end how everything stands.

        A question that was not taken stands in the box again.
        """
        seen = partial(self._assistant.seen, owner, conversation)
        shown = Shown(self._told(owner, conversation), seen)
        if question:
            shown.question(question)
        yield {
            self.on.talk: shown.messages,
            self.on.say: "",
            self.on.waiting: gr.Column(visible=False),
        }
        # Whoever pays and is limited is the one who asks.
        CALLER.set(owner)
        taken = False
        try:
            for event in followed(events, self._metrics.count):
                shown.event(event)
                listed = {} if taken else {self.on.chosen: self._listed(owner, conversation)}
                yield {self.on.talk: shown.messages, **listed}
                taken = True
                if event.kind in ("finished", "waiting"):
                    break
        except RunError as error:
            gr.Warning(str(error))
        stands = self._shown(owner, conversation)
        if question and not taken:
            stands[self.on.say] = gr.Textbox(question)
        yield stands

    def _told(self, owner: str, conversation: str) -> list[Told]:
        try:
            return self._assistant.told(owner, conversation)
        except NoConversation:
            return []

    def _shown(self, owner: str, conversation: str) -> Update:
        """How everything stands."""
        told = self._told(owner, conversation) if conversation else []
        last = told[-1] if told else None
        calls = last.calls if last else ()
        interrupted = bool(last and last.reason and not last.under_way)
        return {
            self.on.talk: Shown(told, partial(self._assistant.seen, owner, conversation)).messages,
            self.on.chosen: self._listed(owner, conversation if told else None),
            self.on.waiting: gr.Column(visible=bool(calls)),
            self.on.asked: calls_shown(calls),
            self.on.waits_for: tuple(call.id for call in calls),
            self.on.resume: gr.Button(visible=interrupted),
            self.on.facts: self._facts(owner),
            self.on.say: gr.Textbox(interactive=not calls),
            self.on.sure: gr.Button(visible=False),
            self.on.attach: gr.UploadButton(ATTACH, value=None),
        }

    def _listed(self, owner: str, chosen: str | None) -> Any:
        known = self._assistant.store.conversations(owner)
        return gr.Radio([(one.title, one.id) for one in known if one.title], value=chosen)

    def _facts(self, owner: str) -> Any:
        held = self._assistant.store.facts(owner)
        return gr.Dropdown([(text, number) for number, text in held.items()], value=None)


def owner_of(request: gr.Request) -> str:
    """Return whose page it is: a login, or the browser itself."""
    return f"page {request.username}"
