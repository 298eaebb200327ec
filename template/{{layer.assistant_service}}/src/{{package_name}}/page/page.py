"""The page itself, in Gradio: a list of conversations, the talk, and buttons to decide.

It keeps nothing of its own: whatever is shown is read from the assistant, for the one who looks.
"""

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import gradio as gr

from ..agent.following import followed
from ..caller import CALLER
from ..planning.rules import NAME as RULES
from ..ports import Event, RunError
from ..serving.metrics import TurnMetrics
from ..wiring import Assembled
from .layout import MOST, laid_out
from .looking import Looking, Update
from .standing import Standing

Calls = tuple[str, ...]
# The id of a conversation, where one is chosen.
Chosen = str | None
Going = Callable[[str, str], Iterator[Event]]
ASK = "Ask something: *How many functions are in the module statistics?*"
UNDERSTOOD = (
    "\n\nRules understand sums, questions about the sample database, look-ups, files, pages and "
    "programs, and what leans on these; a model understands the rest."
)


class Page:
    """What happens on the page; `on` is how it is laid out."""

    def __init__(self, assembled: Assembled, metrics: TurnMetrics, *, login: bool) -> None:
        self._assistant, self._metrics = assembled.assistant, metrics
        about = f"Answered by **{assembled.planner}**."
        placeholder = ASK + UNDERSTOOD * (assembled.planner == RULES)
        self.on = laid_out(about, placeholder, login=login, taken=self._assistant.attachments.taken)
        self._stands = Standing(self._assistant, self.on)

    def on_load(self, looking: Looking, request: gr.Request) -> Update:
        """Show the latest conversation."""
        known = self._assistant.store.conversations(owner_of(request))
        return self.on_choose(known[0].id if known else None, looking, request)

    def on_choose(self, chosen: Chosen, looking: Looking, request: gr.Request) -> Update:
        """Show another conversation."""
        looking.choose(chosen or "")
        return self._stands.now(owner_of(request), looking)

    def on_new(self, looking: Looking, request: gr.Request) -> Update:
        """Show an empty conversation; it is kept as soon as something is said in it."""
        return self.on_choose(None, looking, request)

    def on_say(
        self,
        text: str,
        chosen: Chosen,
        attached: bytes | None,
        looking: Looking,
        request: gr.Request,
    ) -> Iterator[Update]:
        """Take a turn, and show it as it happens."""
        owner = owner_of(request)
        text = text.strip() or ("What is this?" if attached else "")
        if not text or len(text) > MOST or looking.twice("say", text):
            yield {self.on.say: gr.skip()}
            return
        conversation = looking.meant(chosen) or self._assistant.store.begin(owner)
        files = [attached] if attached else []
        events = self._assistant.say(owner, conversation, text, files)
        turn = self._turn(owner, conversation, looking, events, text)
        yield from looking.shown(conversation, turn)

    def on_approve(
        self, chosen: Chosen, looking: Looking, calls: Calls, request: gr.Request
    ) -> Iterator[Update]:
        """Approve the calls that were shown."""
        held = tuple(calls)
        decide = partial(self._assistant.decide, approved=True, calls=held)
        yield from self._gone_on(decide, held, chosen, looking, request)

    def on_refuse(
        self, chosen: Chosen, looking: Looking, calls: Calls, reason: str, request: gr.Request
    ) -> Iterator[Update]:
        """Refuse the calls that were shown."""
        held = tuple(calls)
        decide = partial(self._assistant.decide, approved=False, reason=reason, calls=held)
        yield from self._gone_on(decide, held, chosen, looking, request)

    def on_resume(self, chosen: Chosen, looking: Looking, request: gr.Request) -> Iterator[Update]:
        """Go on with an interrupted turn."""
        yield from self._gone_on(self._assistant.resume, (), chosen, looking, request)

    def on_ended(self, looking: Looking, request: gr.Request) -> Update:
        """Show how everything stands after a turn.

        It is asked for by itself: of a stream Gradio's browser may lose the end, as it changes
        what has arrived by what comes after it.
        """
        if not looking.ended():
            return {self.on.say: gr.skip()}
        stands = self._stands.now(owner_of(request), looking)
        if looking.refused:
            stands[self.on.say] = gr.Textbox(looking.refused)
        return stands

    def on_tick(self, chosen: Chosen, looking: Looking, request: gr.Request) -> Update:
        """Show what has become of a turn that this page has not begun, or no longer follows.

        It also mends what two answers that overtook each other left on the page.
        """
        owner = owner_of(request)
        if looking.follows() or self._stands.shown(owner, looking, chosen):
            return {self.on.say: gr.skip()}
        stands = self._stands.now(owner, looking)
        del stands[self.on.attach]
        return stands

    def on_delete(self, chosen: Chosen, looking: Looking, request: gr.Request) -> Update:
        """Delete the conversation that is shown."""
        owner = owner_of(request)
        try:
            self._assistant.delete(owner, chosen or "")
        except RunError as error:
            gr.Warning(str(error))
            return self._stands.now(owner, looking)
        return self.on_load(looking, request)

    def on_export(self, chosen: Chosen, request: gr.Request) -> str:
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
        return self._stands.facts(owner)

    def _gone_on(
        self, going: Going, calls: Calls, chosen: Chosen, looking: Looking, request: gr.Request
    ) -> Iterator[Update]:
        owner, conversation = owner_of(request), looking.meant(chosen)
        if looking.twice(conversation, calls):
            yield {self.on.say: gr.skip()}
            return
        turn = self._turn(owner, conversation, looking, going(owner, conversation))
        yield from looking.shown(conversation, turn)

    def _turn(
        self,
        owner: str,
        conversation: str,
        looking: Looking,
        events: Iterator[Event],
        question: str = "",
    ) -> Iterator[Update]:
        """Show a turn as it happens. A question that is not taken is left with `looking`."""
        shown = self._stands.talk(owner, conversation)
        if question:
            shown.question(question)
        yield {
            self.on.talk: shown.messages,
            self.on.say: "",
            self.on.waiting: gr.Column(visible=False),
            self.on.again: gr.Timer(active=False),
        }
        # Whoever pays and is limited is the one who asks.
        CALLER.set(owner)
        taken = False
        try:
            for event in followed(events, self._metrics.count):
                shown.event(event)
                listed = {} if taken else {self.on.chosen: self._stands.listed(owner, conversation)}
                yield {self.on.talk: shown.messages, **listed}
                taken = True
                if event.kind == "finished":
                    # What is folded away behind an answer is nothing to wait for.
                    break
        except RunError as error:
            gr.Warning(str(error))
        looking.refused = "" if taken else question


def owner_of(request: gr.Request) -> str:
    """Return whose page it is: a login, or the browser itself."""
    return f"page {request.username}"
