"""Answer a file of questions as a job: `python -m` this module with INPUT and OUTPUT.

Each line of INPUT is an object with `question`, and if wanted `id` and `where`. OUTPUT gets a line
for each, in the order of completion. Killed at any moment and started again, the job goes on where
it was. Exit code 1 while a line of OUTPUT tells an error; a refusal is an answer.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from prometheus_client import CollectorRegistry

from .answering.answers import Answering, ScreenUnusable
from .answering.screening import build_screen
from .explaining import explained
from .jobs import JobError, run_job
from .prompts import FaultyPrompt
from .retrieval.store import StoreUnusable
from .settings import Settings
from .wiring import NothingIngested, open_assistant

_EXPECTED = (FaultyPrompt, JobError, NothingIngested, ScreenUnusable, StoreUnusable)


def answering(answerer: Answering) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """Return what is done with a record. It raises ValueError where the record asks nothing."""

    def work(record: Mapping[str, Any]) -> dict[str, Any]:
        question, where = record.get("question"), record.get("where")
        if not isinstance(question, str) or not question.strip():
            raise ValueError("the record needs a text under 'question'")
        if where is not None and not _is_filter(where):
            raise ValueError("'where' must be an object whose values are texts")
        return answerer.answer(question, where).as_json()

    return work


def _is_filter(where: object) -> bool:
    return isinstance(where, dict) and all(isinstance(value, str) for value in where.values())


def main(
    source: Annotated[Path, typer.Argument(metavar="INPUT", help="Questions, JSONL.")],
    target: Annotated[Path, typer.Argument(metavar="OUTPUT", help="Answers, JSONL.")],
    workers: Annotated[int, typer.Option(min=1, help="Questions at once.")] = 4,
    retry_failed: Annotated[bool, typer.Option(help="Try again what failed.")] = False,
) -> None:
    """Answer every question of INPUT and write OUTPUT."""
    with explained(*_EXPECTED):
        registry = CollectorRegistry()
        answerer = open_assistant(
            Settings(), screen=build_screen(registry), registry=registry
        ).answerer
        summary = run_job(
            source,
            target,
            answering(answerer),
            workers=workers,
            retry_failed=retry_failed,
            registry=registry,
        )
    typer.echo(summary.told("answered", target))
    if not summary.complete:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
