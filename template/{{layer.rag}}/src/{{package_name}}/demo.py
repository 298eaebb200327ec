"""The first minute: ingest the sample corpus and answer four questions, off-line, without a key."""

import time

from rich.console import Console

from .ingestion.sample import SOURCE
from .printing import show_answer
from .wiring import build_store, open_assistant, run_ingest, sample_settings

# Two whose answer stands in one place and in another, one full of slips, one that no document of
# the sample answers.
QUESTIONS = (
    "Which values count as false in a Boolean context?",
    "Is the order of keys in a dictionary guaranteed?",
    "which charcters may a bytes litteral contain",
    "How do I install NumPy with pip?",
)


def run(console: Console) -> None:
    """Ingest, ask, and say what to do next."""
    settings = sample_settings()
    started = time.perf_counter()
    report = run_ingest(settings, build_store(settings), None, offline=True)
    took = time.perf_counter() - started
    console.print(f"[bold]Sample:[/bold] {SOURCE}", highlight=False)
    console.print(
        f"{report.documents} documents, {report.words:,} words, {report.chunks} passages; "
        f"{report.embedded} of them embedded now, in {took:.1f} s\n",
        highlight=False,
    )
    answerer = open_assistant(settings, offline=True).answerer
    started = time.perf_counter()
    for question in QUESTIONS:
        show_answer(console, answerer.answer(question))
    each = 1000 * (time.perf_counter() - started) / len(QUESTIONS)
    console.print(
        f"{each:.0f} ms an answer. No model was downloaded and none was asked, whatever "
        "models.toml names: at this reduced size the embedder is fitted on the documents, and the "
        "answers are their own sentences, each cited; what they do not support is refused.\n",
        highlight=False,
    )
    console.print("[bold]Next[/bold]", highlight=False)
    console.print(
        "  make ingest DOCS=path/to/your/documents     Markdown, text, HTML, PDF\n"
        '  make ask Q="a question about them"          README.md: choosing the language model\n'
        "  make evaluate                               how good it is, in reports/evaluation.html",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )
