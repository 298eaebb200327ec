"""The command line: `python -m <package>.cli --help`, or the Make targets that call it."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from . import demo as demonstration
from .answering.feedback import FeedbackLog, append_new
from .evaluation import command as evaluation
from .evaluation.questions import FaultyQuestions
from .evaluation.thresholds import FaultyThresholds
from .evaluation.trial import NoModel
from .explaining import explained
from .ingestion import sample
from .ingestion.data_card import data_card
from .ingestion.documents import Unreadable
from .ingestion.formats import SUFFIXES
from .ingestion.ingest import NothingToIngest
from .ingestion.library import UnknownDocument
from .ingestion.sources import ADDRESS_LIST, NoSource
from .ports import EmbeddingFailed
from .printing import show_answer, show_hits
from .prompts import FaultyPrompt
from .retrieval.store import StoreUnusable
from .settings import Settings
from .wiring import NothingIngested, build_library, build_store, open_assistant, run_ingest

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
console = Console()

_explained = partial(
    explained,
    EmbeddingFailed,
    FaultyPrompt,
    FaultyQuestions,
    FaultyThresholds,
    NoModel,
    NoSource,
    NothingIngested,
    NothingToIngest,
    StoreUnusable,
    Unreadable,
)
_KNOWN = {*SUFFIXES, ADDRESS_LIST}
_QUESTIONS = Path("evaluation/questions.jsonl")
Questions = Annotated[Path, typer.Option(help="Questions in JSONL.")]


@app.command()
def ingest(
    source: Annotated[
        str | None,
        typer.Argument(help="Folder, file, web address or .urls file; left out: data/ or sample."),
    ] = None,
) -> None:
    """Make the store hold exactly the documents of a source, and write its data card."""
    with _explained():
        settings = Settings()
    folder = settings.store.documents
    if source is None and any(path.suffix.lower() in _KNOWN for path in folder.rglob("*")):
        source = str(folder)
    with _explained(), Progress(console=console, transient=True) as progress:
        store = build_store(settings)
        report = run_ingest(settings, store, source, progress)
        chunks = list(store.snapshot().chunks())
    card = Path("reports/data-card.md")
    card.parent.mkdir(parents=True, exist_ok=True)
    card.write_text(data_card(report, chunks, "" if source else sample.LICENCE), encoding="utf-8")
    for problem in report.problems:
        console.print(f"left out: {problem}", style="yellow", markup=False, highlight=False)
    console.print(
        f"{source or sample.SOURCE}: "
        f"{report.documents} documents, {report.chunks} passages: {report.added} new, "
        f"{report.removed} removed, {report.embedded} embedded by {report.embedder}. "
        f"{card} describes them.",
        highlight=False,
        soft_wrap=True,
    )


@app.command()
def ask(
    question: str,
    quote: Annotated[bool, typer.Option(help="Quote; ask no language model.")] = False,
    json: Annotated[bool, typer.Option(help="Print JSON.")] = False,
) -> None:
    """Answer a question from the documents, with citations."""
    with _explained():
        answer = open_assistant(Settings(), quote=quote).answerer.answer(question)
    if json:
        console.print_json(data=answer.as_json())
    else:
        show_answer(console, answer)


@app.command()
def search(question: str, k: Annotated[int, typer.Option(help="How many.")] = 5) -> None:
    """Show the passages found for a question."""
    with _explained():
        show_hits(console, open_assistant(Settings(), quote=True).retriever.search(question, k))


@app.command()
def documents(
    remove: Annotated[str | None, typer.Option(help="Remove this document.")] = None,
) -> None:
    """List the documents in the store, with the number of their passages."""
    with _explained():
        settings = Settings()
        library = build_library(settings, build_store(settings))
        if remove is not None:
            try:
                library.remove(remove)
            except UnknownDocument:
                raise Unreadable(remove, "is not in the store") from None
        names = library.names()
    for name, passages in names.items():
        console.print(f"{passages:6,}  {name}", markup=False, highlight=False, soft_wrap=True)


@app.command()
def feedback(questions: Questions = _QUESTIONS) -> None:
    """Append what readers corrected to the development questions."""
    with _explained():
        path = Settings().store.feedback
        added = append_new(FeedbackLog(path).corrections(), questions)
    console.print(f"{added} corrections from {path} were added to {questions}.", highlight=False)


@app.command()
def evaluate(
    questions: Questions = _QUESTIONS,
    own: Annotated[bool, typer.Option(help="On your own documents, not the sample.")] = False,
    model: Annotated[bool, typer.Option(help="With the models of models.toml.")] = False,
    models: Annotated[str, typer.Option(help="Compare candidates: quoting,a,b.")] = "",
    judge: Annotated[str, typer.Option(help="Let this candidate judge the answers.")] = "",
) -> None:
    """Measure retrieval and answers, write the report, fail below a threshold."""
    with _explained():
        passed = evaluation.evaluate(
            console, questions, own=own, model=model, names=models, judge=judge
        )
    raise typer.Exit(0 if passed else 1)


@app.command()
def calibrate(
    questions: Questions = _QUESTIONS,
    own: Annotated[bool, typer.Option(help="On your own documents, not the sample.")] = False,
) -> None:
    """Fit when an answer is refused, on the development questions; print the settings."""
    with _explained():
        evaluation.calibrate(console, questions, own=own)


@app.command()
def demo() -> None:
    """Ingest the sample and answer four questions, off-line and without a key."""
    with _explained():
        demonstration.run(console)


if __name__ == "__main__":
    app()
