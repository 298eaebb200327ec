"""The first minute: a conversation with memory, tools, an approval, and a window that is left."""

import tempfile
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from . import first_minute
from .conversations.memory import MemorySettings
from .planning.rules import NAME
from .printing import show
from .wiring import open_assistant, sample_settings

QUESTIONS = (
    "What is 17.5 % of 2,340?",
    "Times 3",
    "How many functions are in the module statistics?",
    "No, I meant textwrap",
    "What does the nonlocal statement do?",
    "Write that to notes.md",
    "Remember that I work with Python 3.13",
    "Fetch http://169.254.169.254/latest/meta-data/",
    "What did I ask first?",
)
# So small that the first questions leave it on the way.
WINDOW = MemorySettings(_env_file=None, window=2_500, summary=800, facts=200)


def run(console: Console) -> None:
    """Hold a conversation, approve what it asks for, and take it up after a restart."""
    console.print(f"[bold]Answered by:[/bold] {NAME}. Tools, memory and approval are real.\n")
    with tempfile.TemporaryDirectory() as scratch:
        settings = replace(sample_settings(), memory=WINDOW)
        runs = settings.runs.model_copy(update={"folder": Path(scratch)})
        settings = replace(settings, runs=runs)
        with open_assistant(settings, offline=True) as assembled:
            assistant = assembled.assistant
            conversation = assistant.store.begin("ann")
            words = [(question, list[bytes]()) for question in QUESTIONS]
            for question, files in [*words[:2], *first_minute.QUESTIONS, *words[2:]]:
                console.print(f"[bold]ann:[/bold] {question}", highlight=False)
                last = show(console, assistant.say("ann", conversation, question, files))
                if last.kind == "waiting":
                    console.print("  (the demo says yes, as a person would)", style="dim")
                    show(console, assistant.decide("ann", conversation, approved=True))
                console.print()
            if sentence := first_minute.left(assistant.attachments, conversation):
                console.print(f"[bold]{sentence}[/bold]\n", highlight=False)
        console.print("[bold]The assistant is stopped, and started again.[/bold]\n")
        with open_assistant(settings, offline=True) as assembled:
            assistant = assembled.assistant
            question = "What do you know about me?"
            for owner in ("ann", "ben"):
                console.print(f"[bold]{owner}:[/bold] {question}", highlight=False)
                conversation = assistant.store.begin(owner)
                show(console, assistant.say(owner, conversation, question))
                console.print()
    console.print("[bold]Next[/bold]", highlight=False)
    console.print(
        "  make chat              talk on this terminal\n"
        "  make help              everything else, a page among it where there is a service\n"
        "  make evaluate          how good it is, in reports/evaluation.md\n"
        "  README.md              how to give it a language model",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )
