"""The page itself, in Gradio: a list of conversations, the talk, and buttons to decide.

It keeps nothing of its own: whatever is shown is read from the assistant, for the one who looks.
"""

import json
from collections.abc import Iterator
from typing import Any

import gradio as gr

from ..agent.following import followed
from ..conversations.assistant import Told
from ..conversations.store import NoConversation
from ..ports import Event, RunError
from ..service.caller import CALLER
from ..serving.metrics import TurnMetrics
from ..wiring import Assembled
from .showing import Shown, calls_shown

TITLE = "Assistant"
MOST = 8_000
Update = dict[Any, Any]
CSS = """
.gradio-container {max-width: 60rem !important; margin: 0 auto !important}
#talk {min-height: 45vh; border: none}
#conversations label {width: 100%}
#conversations label span {overflow: hidden; text-overflow: ellipsis; white-space: nowrap}
#waiting {border-left: 3px solid var(--color-accent); padding: 0 1rem}
"""
SAVE = """(text) => {
  if (!text) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], {type: "application/json"}));
  link.download = "conversation.json";
  link.click();
  URL.revokeObjectURL(link.href);
}"""


class Page:
    """What the page does; `build` lays it out."""

    def __init__(self, assembled: Assembled, metrics: TurnMetrics, *, login: bool) -> None:
        self._assistant, self._metrics, self._login = assembled.assistant, metrics, login
        self._about = f"Answered by **{assembled.planner}**."
        if assembled.planner.startswith("rules"):
            self._about += (
                " They understand sums, questions about the sample database, look-ups, files, pages "
                "and programs, and what leans on these; for everything else configure a model."
            )

    def build(self) -> gr.Blocks:
        """Lay out the page, and say what happens when."""
        with gr.Blocks(title=TITLE, analytics_enabled=False, fill_height=True) as blocks:
            with gr.Sidebar(label="Conversations", open=True):
                new = gr.Button("New conversation", variant="primary", elem_id="new")
                self.chosen = gr.Radio([], show_label=False, container=False, elem_id="conversations")
                with gr.Row():
                    delete = gr.Button("Delete", size="sm", elem_id="delete")
                    export = gr.Button("Export", size="sm", elem_id="export")
                self.sure = gr.Button("Really delete it", variant="stop", visible=False)
                with gr.Accordion("Remembered about you", open=False):
                    self.facts = gr.Dropdown([], label="Facts", interactive=True)
                    forget = gr.Button("Forget it", size="sm")
                if self._login:
                    gr.Button("Log out", size="sm", link="/page/logout")
            gr.Markdown(self._about)
            self.talk = gr.Chatbot(
                label="Conversation",
                show_label=False,
                elem_id="talk",
                layout="bubble",
                scale=1,
                sanitize_html=True,
                allow_tags=False,
                latex_delimiters=[],
                buttons=["copy"],
                placeholder="Ask something: *How many functions are in the module statistics?*",
            )
            with gr.Group(visible=False, elem_id="waiting") as self.waiting:
                self.asked = gr.Markdown(sanitize_html=True)
                self.reason = gr.Textbox(
                    placeholder="Why not? (if you refuse)", show_label=False, max_length=2_000
                )
                with gr.Row():
                    approve = gr.Button("Approve", variant="primary", elem_id="approve")
                    refuse = gr.Button("Refuse", elem_id="refuse")
            self.resume = gr.Button("Go on where it was interrupted", visible=False)
            with gr.Row():
                self.say = gr.Textbox(
                    placeholder="Say something", show_label=False, elem_id="say", scale=9,
                    max_length=MOST, autofocus=True, lines=1, max_lines=8,
                )
                send = gr.Button("Send", variant="primary", scale=1, min_width=80, elem_id="send")
            self.waits_for = gr.State(())
            self.exported = gr.Textbox(visible=False)
            self._connect(blocks, new, delete, export, forget, approve, refuse, send)
        return blocks

    def _connect(self, blocks: gr.Blocks, *buttons: gr.Button) -> None:
        new, delete, export, forget, approve, refuse, send = buttons
        shown = [
            self.talk, self.chosen, self.waiting, self.asked, self.waits_for, self.resume,
            self.facts, self.say, self.sure,
        ]
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        many: dict[str, Any] = {**quiet, "concurrency_limit": 64, "concurrency_id": "turns"}
        gr.on([self.say.submit, send.click], self.on_say, [self.say, self.chosen], shown, **many)
        approve.click(self.on_approve, [self.chosen, self.waits_for], shown, **many)
        refuse.click(self.on_refuse, [self.chosen, self.waits_for, self.reason], shown, **many)
        self.resume.click(self.on_resume, [self.chosen], shown, **many)
        blocks.load(self.on_load, None, shown, **quiet)
        self.chosen.input(self.on_choose, [self.chosen], shown, **quiet)
        new.click(self.on_new, None, shown, **quiet)
        delete.click(lambda: gr.Button(visible=True), None, self.sure, **quiet)
        self.sure.click(self.on_delete, [self.chosen], shown, **quiet)
        forget.click(self.on_forget, [self.facts], [self.facts], **quiet)
        export.click(self.on_export, [self.chosen], self.exported, **quiet).then(
            None, [self.exported], None, js=SAVE, api_visibility="private"
        )

    def on_load(self, request: gr.Request) -> Update:
        """Show the latest conversation."""
        known = self._assistant.store.conversations(owner_of(request))
        return self._shown(owner_of(request), known[0].id if known else "")

    def on_choose(self, chosen: str, request: gr.Request) -> Update:
        """Show another conversation."""
        return self._shown(owner_of(request), chosen)

    def on_new(self, request: gr.Request) -> Update:
        """Show an empty conversation; it is kept as soon as something is said in it."""
        return self._shown(owner_of(request), "")

    def on_say(self, text: str, chosen: str, request: gr.Request) -> Iterator[Update]:
        """Take a turn, and show it as it happens."""
        owner = owner_of(request)
        if not text.strip() or len(text) > MOST:
            yield {self.say: gr.skip()}
            return
        conversation = chosen or self._assistant.store.begin(owner)
        events = self._assistant.say(owner, conversation, text)
        yield from self._turn(owner, conversation, events, text)

    def on_approve(self, chosen: str, calls: tuple[str, ...], request: gr.Request) -> Iterator[Update]:
        """Approve the calls that were shown."""
        yield from self._decided(owner_of(request), chosen, calls, approved=True, reason="")

    def on_refuse(
        self, chosen: str, calls: tuple[str, ...], reason: str, request: gr.Request
    ) -> Iterator[Update]:
        """Refuse the calls that were shown."""
        yield from self._decided(owner_of(request), chosen, calls, approved=False, reason=reason)

    def on_resume(self, chosen: str, request: gr.Request) -> Iterator[Update]:
        """Go on with an interrupted turn."""
        owner = owner_of(request)
        yield from self._turn(owner, chosen, self._assistant.resume(owner, chosen))

    def on_delete(self, chosen: str, request: gr.Request) -> Update:
        """Delete the conversation that is shown."""
        owner = owner_of(request)
        try:
            self._assistant.delete(owner, chosen)
        except RunError as error:
            gr.Warning(str(error))
            return self._shown(owner, chosen)
        return self.on_load(request)

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

    def _decided(
        self, owner: str, chosen: str, calls: tuple[str, ...], *, approved: bool, reason: str
    ) -> Iterator[Update]:
        events = self._assistant.decide(
            owner, chosen, approved=approved, reason=reason, calls=tuple(calls)
        )
        yield from self._turn(owner, chosen, events)

    def _turn(
        self, owner: str, conversation: str, events: Iterator[Event], question: str = ""
    ) -> Iterator[Update]:
        """Show a turn as it happens, and in the end how everything stands."""
        shown = Shown(self._told(owner, conversation))
        if question:
            shown.question(question)
        yield {self.talk: shown.messages, self.say: "", self.waiting: gr.Group(visible=False)}
        # Whoever pays and is limited is the one who asks.
        CALLER.set(owner)
        try:
            for event in followed(events, self._metrics.count):
                shown.event(event)
                yield {self.talk: shown.messages}
                if event.kind in ("finished", "waiting", "paused"):
                    break
        except RunError as error:
            gr.Warning(str(error))
        yield self._shown(owner, conversation)

    def _told(self, owner: str, conversation: str) -> list[Told]:
        try:
            return self._assistant.told(owner, conversation)
        except NoConversation:
            return []

    def _shown(self, owner: str, conversation: str) -> Update:
        """How everything stands."""
        told = self._told(owner, conversation) if conversation else []
        last = told[-1] if told else None
        calls, reason = (last.calls, last.reason) if last else ((), "")
        known = self._assistant.store.conversations(owner)
        choices = [(one.title or "…", one.id) for one in known if one.title]
        return {
            self.talk: Shown(told).messages,
            self.chosen: gr.Radio(choices, value=conversation if told else None),
            self.waiting: gr.Group(visible=bool(calls)),
            self.asked: calls_shown(calls),
            self.waits_for: tuple(call.id for call in calls),
            self.resume: gr.Button(visible=bool(reason)),
            self.facts: self._facts(owner),
            self.say: gr.Textbox(interactive=not calls),
            self.sure: gr.Button(visible=False),
        }

    def _facts(self, owner: str) -> Any:
        held = self._assistant.store.facts(owner)
        return gr.Dropdown([(text, number) for number, text in held.items()], value=None)


def owner_of(request: gr.Request) -> str:
    """Return whose page it is: a login, or the browser itself."""
    return f"page {request.username}"
