"""Answers and passages on a terminal."""

from collections.abc import Sequence

from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from .answering.answers import Answer
from .ports import Hit

_COLOURS = {"generated": "green", "extracted": "cyan", "refused": "yellow"}
_EXPLAINED = {
    "generated": "generated: written by the language model, citations checked",
    "extracted": "extracted: word for word from the documents",
    "refused": "refused",
}


def show_answer(console: Console, answer: Answer) -> None:
    """Print a question, its answer, and where each sentence stands."""
    parts: list[Text] = [Text(answer.text)]
    if answer.citations:
        parts.append(Text())
    for citation in answer.citations:
        place = citation.section or citation.title
        parts.append(Text(f"[{citation.number}] {citation.document} · {place}", style="dim"))
    if answer.notice:
        parts.append(Text(answer.notice, style="italic dim"))
    console.print(
        Panel(
            Group(*parts),
            title=Text(answer.question, style="bold"),
            title_align="left",
            subtitle=Text(f"{_EXPLAINED[answer.label]} · support {answer.support:.2f}"),
            subtitle_align="right",
            border_style=_COLOURS[answer.label],
        )
    )


def show_hits(console: Console, hits: Sequence[Hit]) -> None:
    """Print passages as a table, best first."""
    table = Table("", "document", "section", "passage", show_lines=True)
    for rank, hit in enumerate(hits, start=1):
        chunk = hit.chunk
        start = " ".join(chunk.text.split())[:200]
        table.add_row(str(rank), *(Text(t) for t in (chunk.document, chunk.section, start)))
    console.print(table)
