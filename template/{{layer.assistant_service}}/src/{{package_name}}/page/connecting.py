"""What of the page calls what."""

from typing import Any

import gradio as gr

from .layout import ASK_LATER, NARROW, SAVE
from .page import Page


def connected(page: Page) -> None:
    """Let the parts of a page call what it does."""
    on = page.on
    with on.blocks:
        shown = [on.talk, on.chosen, on.delete, on.export, on.sure, on.waiting, on.asked]
        shown += [on.waits_for, on.resume, on.again, on.facts, on.say, on.attach]
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        # Gradio would do nothing, and say nothing, while the same is still under way: a turn of
        # another conversation, or another one that was chosen.
        multiple: dict[str, Any] = {**quiet, "trigger_mode": "multiple"}
        turns: dict[str, Any] = {**multiple, "concurrency_limit": 64, "concurrency_id": "turns"}
        asked, here = [on.say, on.chosen, on.attach, on.looking], [on.chosen, on.looking]
        said = [on.say.submit, on.send.click]
        decided = [on.approve.click, on.refuse.click, on.resume.click]
        seen = [on.chosen.input, on.new.click, on.sure.click]
        # Gradio loses what is asked while it closes a stream; the next that opens brings it. This
        # comes first, as what hears the same waits for what was named before.
        gr.on([*said, *decided, *seen], None, js=ASK_LATER)
        gr.on([on.later.click, on.again.tick], page.on_tick, here, shown, **multiple)
        for turn in (
            gr.on(said, page.on_say, asked, shown, **turns),
            on.approve.click(page.on_approve, [*here, on.waits_for], shown, **turns),
            on.refuse.click(page.on_refuse, [*here, on.waits_for, on.reason], shown, **turns),
            on.resume.click(page.on_resume, here, shown, **turns),
        ):
            # It needs no stream, and so it cannot be lost.
            turn.then(page.on_ended, on.looking, shown, **multiple, queue=False)
        on.attach.upload(lambda: gr.UploadButton("Attached"), None, on.attach, **quiet)
        on.blocks.load(page.on_load, on.looking, shown, **quiet).then(None, js=NARROW)
        on.chosen.input(page.on_choose, here, shown, **multiple)
        on.new.click(page.on_new, on.looking, shown, **multiple)
        on.delete.click(lambda: gr.Button(visible=True), None, on.sure, **quiet)
        on.sure.click(page.on_delete, here, shown, **quiet)
        on.forget.click(page.on_forget, [on.facts], [on.facts], **quiet)
        saved = on.export.click(page.on_export, [on.chosen], on.exported, **quiet)
        saved.then(None, [on.exported], None, js=SAVE)
