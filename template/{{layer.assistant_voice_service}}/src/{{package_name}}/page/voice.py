"""The voice of the page: a microphone whose words come into the box, and a player for answers.

What was heard is not sent by itself: the person sees it, mends what was misheard, and sends it.
"""

import base64
from pathlib import Path
from typing import Any

import gradio as gr

from ..conversations.assistant import Assistant
from ..ports import RunError
from ..serving.voice import voice_of
from .layout import MOST
from .page import Page, owner_of

Update = dict[Any, Any]


def voiced(page: Page, assistant: Assistant) -> None:
    """Add the microphone and the player below the talk."""
    on, voice = page.on, voice_of(assistant)
    quiet: dict[str, Any] = {"show_progress": "minimal", "api_visibility": "private"}
    with on.blocks, gr.Row():
        recorded = gr.Audio(
            sources=["microphone", "upload"],
            type="filepath",
            label="Speak, or choose a sound file",
            editable=False,
            buttons=[],
            scale=3,
            elem_id="recorded",
        )
        with gr.Column(scale=2, min_width=200):
            aloud = gr.Button("Read the answer aloud", elem_id="aloud")
            player = gr.HTML(elem_id="player")

    def on_recorded(file: str | None, typed: str) -> Update:
        """Put what was said behind what was typed."""
        if not file:
            return {recorded: None}
        try:
            heard = voice.heard(Path(file).read_bytes())
        except RunError as error:
            gr.Warning(str(error))
            return {recorded: None}
        return {recorded: None, on.say: f"{typed} {heard}".strip()[:MOST]}

    def on_aloud(chosen: str, request: gr.Request) -> str:
        """Speak the last answer of the conversation that is shown."""
        try:
            turns = assistant.store.turns(owner_of(request), chosen or "")
            answers = [turn.answer for turn in turns if turn.answer]
            if not answers:
                raise RunError("there is no answer yet that could be read")
            wav = voice.spoken(answers[-1]).sound.wav()
        except RunError as error:
            gr.Warning(str(error))
            return ""
        address = f"data:audio/wav;base64,{base64.b64encode(wav).decode()}"
        return f'<audio controls src="{address}"></audio>'

    with on.blocks:
        heard = [recorded.stop_recording, recorded.upload]
        gr.on(heard, on_recorded, [recorded, on.say], [recorded, on.say], **quiet)
        aloud.click(on_aloud, [on.chosen], player, **quiet)
