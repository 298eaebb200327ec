"""How a conversation stands, as the parts of the page show it."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import gradio as gr

from ..conversations.assistant import Assistant
from ..conversations.store import NoConversation
from ..conversations.told import Told
from .layout import ATTACH, Layout
from .looking import Looking, Update
from .showing import Shown, calls_shown


class Standing:
    """Reads it from the assistant, for the one who looks."""

    def __init__(self, assistant: Assistant, on: Layout) -> None:
        self._assistant, self._on = assistant, on

    def told(self, owner: str, conversation: str) -> list[Told]:
        """Return the turns of a conversation; none where there is no such conversation."""
        try:
            return self._assistant.told(owner, conversation)
        except NoConversation:
            return []

    def talk(self, owner: str, conversation: str, told: Sequence[Told] | None = None) -> Shown:
        """Return the messages of a conversation."""
        told = self.told(owner, conversation) if told is None else told
        return Shown(told, partial(self._assistant.seen, owner, conversation))

    def shown(self, owner: str, looking: Looking, chosen: str | None) -> bool:
        """Return whether a page shows how all stands; `chosen` is what its list shows."""
        at = looking.meant(chosen)
        told = self.told(owner, at)
        return told == looking.told and chosen == (at if told else None)

    def now(self, owner: str, looking: Looking) -> Update:
        """Return what every part shows where a page looks, which is known to it from now on."""
        on, at = self._on, looking.at
        # `at` is read once, as something else may be chosen meanwhile.
        looking.told = told = self.told(owner, at)
        last = told[-1] if told else None
        calls = last.calls if last else ()
        under_way = bool(last and last.under_way)
        return {
            on.talk: self.talk(owner, at, told).messages,
            on.chosen: self.listed(owner, at if told else None),
            on.delete: gr.Button(visible=bool(told)),
            on.export: gr.Button(visible=bool(told)),
            on.sure: gr.Button(visible=False),
            on.waiting: gr.Column(visible=bool(calls)),
            on.asked: calls_shown(calls),
            on.waits_for: tuple(call.id for call in calls),
            on.resume: gr.Button(visible=bool(last and last.reason and not under_way)),
            on.again: gr.Timer(active=under_way),
            on.facts: self.facts(owner),
            on.say: gr.Textbox(interactive=not calls),
            on.attach: gr.UploadButton(ATTACH, value=None),
        }

    def listed(self, owner: str, chosen: str | None) -> Any:
        """Return the conversations that can be chosen, and the one that is."""
        known = self._assistant.store.conversations(owner)
        return gr.Radio([(one.title, one.id) for one in known if one.title], value=chosen)

    def facts(self, owner: str) -> Any:
        """Return what is remembered of an owner, by number."""
        held = self._assistant.store.facts(owner)
        return gr.Dropdown([(text, number) for number, text in held.items()], value=None)
