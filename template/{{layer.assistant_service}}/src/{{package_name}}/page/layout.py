"""How the page looks: what stands where, in which colours, on wide screens and on narrow ones."""

import os
from dataclasses import dataclass
from typing import Any

import gradio as gr
from gradio import routes

from .looking import Looking

TITLE = "Assistant"
ATTACH = "Attach"
UPLOADS = "var/uploads"
MOST = 8_000
"""Characters of what a person says at once."""
AGAIN = 2.0
"""Seconds after which a page asks by itself how things stand."""

THEME = gr.themes.Soft(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"])
CSS = """
main {width: 100% !important; max-width: 64rem !important; margin: 0 auto !important}
#talk {min-height: 14rem; border-width: 0 !important; background: transparent !important;
  box-shadow: none}
#talk .wrapper, #talk .bubble-wrap {background: transparent !important}
#talk .top-panel {display: none}
#talk .message img {width: auto !important; max-width: 100%; max-height: 20rem}
#talk pre {white-space: pre-wrap; overflow-wrap: anywhere}
#conversations label {width: 100%}
#conversations label span {overflow: hidden; text-overflow: ellipsis; white-space: nowrap}
#waiting {border-left: 4px solid var(--color-accent); padding: 0.5rem 1rem}
#waiting .styler {background: transparent}
#waiting pre {max-height: 9rem; overflow: auto}
@media (max-width: 48rem) {main {padding: 3rem 0.75rem 0.75rem !important}}
"""
# On a narrow screen the list would hide the talk.
NARROW = """() => {
  const toggle = document.querySelector(".sidebar .toggle-button");
  if (window.innerWidth < 768 && toggle) toggle.click();
}"""
# A moment later the page asks once by itself how things stand.
ASK_LATER = (
    f"() => void setTimeout(() => document.querySelector('#later')?.click(), {1000 * AGAIN:.0f})"
)
# The browser saves what it was handed; no file lies on the server.
SAVE = """(text) => {
  if (!text) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], {type: "application/json"}));
  link.download = "conversation.json";
  link.click();
  URL.revokeObjectURL(link.href);
}"""


@dataclass
class Layout:
    """The parts of the page that something happens with."""

    blocks: gr.Blocks
    new: gr.Button
    chosen: gr.Radio
    delete: gr.Button
    sure: gr.Button
    export: gr.Button
    exported: gr.Textbox
    facts: gr.Dropdown
    forget: gr.Button
    talk: gr.Chatbot
    waiting: gr.Column
    asked: gr.Markdown
    waits_for: gr.State
    looking: gr.State
    reason: gr.Textbox
    approve: gr.Button
    refuse: gr.Button
    resume: gr.Button
    say: gr.Textbox
    attach: gr.UploadButton
    send: gr.Button
    again: gr.Timer
    later: gr.Button


def laid_out(about: str, placeholder: str, *, login: bool, taken: str) -> Layout:
    """Lay the page out; `about` says what answers, `placeholder` stands where nothing was said yet,
    `taken` what can be attached: image, or none."""
    # Gradio makes folders of its own as soon as there is a page: they are to lie here.
    folder = os.environ.setdefault("GRADIO_TEMP_DIR", UPLOADS)
    routes.DEFAULT_TEMP_DIR = folder  # type: ignore[attr-defined]  # it was read at the import
    with gr.Blocks(
        title=TITLE, analytics_enabled=False, fill_height=True, delete_cache=(60, 60)
    ) as blocks:
        with gr.Sidebar(label="Conversations", open=True):
            new = gr.Button("New conversation", variant="primary", elem_id="new")
            chosen = gr.Radio([], show_label=False, container=False, elem_id="conversations")
            with gr.Row():
                hidden: dict[str, Any] = {"size": "sm", "min_width": 80, "visible": False}
                delete = gr.Button("Delete", elem_id="delete", **hidden)
                export = gr.Button("Export", elem_id="export", **hidden)
            sure = gr.Button("Really delete it", variant="stop", visible=False, elem_id="sure")
            with gr.Accordion("Remembered about you", open=False):
                facts = gr.Dropdown([], label="Facts", interactive=True, elem_id="facts")
                forget = gr.Button("Forget it", size="sm", elem_id="forget")
            if login:
                gr.Button("Log out", size="sm", link="logout", elem_id="logout")
        gr.Markdown(about)
        talk = gr.Chatbot(
            show_label=False,
            elem_id="talk",
            layout="bubble",
            scale=1,
            sanitize_html=True,
            allow_tags=False,
            latex_delimiters=[],
            buttons=[],
            feedback_options=None,
            placeholder=placeholder,
        )
        with gr.Column(visible=False, elem_id="waiting") as waiting:
            asked = gr.Markdown(sanitize_html=True)
            with gr.Row():
                approve = gr.Button("Approve", variant="primary", min_width=90, elem_id="approve")
                refuse = gr.Button("Refuse", min_width=90, elem_id="refuse")
                reason = gr.Textbox(
                    placeholder="Why not? (where you refuse)",
                    show_label=False,
                    container=False,
                    max_length=2_000,
                    scale=3,
                )
        resume = gr.Button("Go on where it was interrupted", visible=False, elem_id="resume")
        with gr.Row(equal_height=True):
            say = gr.Textbox(
                placeholder="Say something",
                show_label=False,
                container=False,
                elem_id="say",
                scale=9,
                min_width=120,
                max_length=MOST,
                # Until the page knows what it shows.
                interactive=False,
                lines=1,
                max_lines=8,
            )
            attach = gr.UploadButton(
                ATTACH,
                type="binary",
                file_types=[taken] if taken else None,
                visible=taken == "image",
                scale=1,
                min_width=64,
                elem_id="attach",
            )
            send = gr.Button("Send", variant="primary", scale=1, min_width=64, elem_id="send")
        waits_for = gr.State(())
        looking = gr.State(Looking())
        exported = gr.Textbox(visible=False)
        later = gr.Button(visible="hidden", elem_id="later")
        # Asks how things stand, as long as somebody else's turn is under way.
        again = gr.Timer(AGAIN, active=False)
    return Layout(
        blocks=blocks,
        new=new,
        chosen=chosen,
        delete=delete,
        sure=sure,
        export=export,
        exported=exported,
        facts=facts,
        forget=forget,
        talk=talk,
        waiting=waiting,
        asked=asked,
        waits_for=waits_for,
        looking=looking,
        reason=reason,
        approve=approve,
        refuse=refuse,
        resume=resume,
        say=say,
        attach=attach,
        send=send,
        again=again,
        later=later,
    )
