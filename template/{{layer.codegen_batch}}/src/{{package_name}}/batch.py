"""Translate a file of programs as a job: `python -m` this module with INPUT and OUTPUT.

Each line of INPUT is an object with `source` and `cases`, and if wanted `id`, `benchmark` and
`tolerance`; or with `program`, the name of one that comes with the project. OUTPUT gets a line for
each, in the order of completion. Killed at any moment and started again, the job goes on where it
was. Exit code 1 while a line of OUTPUT tells an error; a failed translation is a result.

Nothing is timed here: beside other work a time says nothing. `make rank` measures.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from prometheus_client import CollectorRegistry
from pydantic import ValidationError

from .execution.compiler import NoCompiler
from .execution.workshop import Workshop
from .explaining import explained
from .jobs import JobError, run_job
from .ports import Translator
from .programs.program import Cases, FaultyProgram, Program, read_program
from .prompts import FaultyPrompt
from .settings import Settings
from .translation.settings import TranslateSettings
from .translation.translate import last, translate
from .wiring import build_translators, build_workshop, known_programs


def translating(
    translators: Sequence[Translator],
    workshop: Workshop,
    settings: TranslateSettings,
    programs: Mapping[str, Program],
) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """Return what is done with a record. It raises ValueError where there is nothing to do."""

    def work(record: Mapping[str, Any]) -> dict[str, Any]:
        program = _program(record, programs)
        end = last(translate(program, translators, workshop, settings, timed=False))
        return {
            "function": program.function,
            "translator": end.translator,
            "origin": end.origin,
            "verdict": end.verdict,
            "source": end.source,
            "repairs": end.repairs,
            "complaint": end.complaint,
        }

    return work


def _program(record: Mapping[str, Any], programs: Mapping[str, Program]) -> Program:
    name = record.get("program")
    if name is not None:
        if name not in programs:
            raise ValueError(f"there is no program {name}: known are {', '.join(programs)}")
        return programs[name]
    source = record.get("source")
    if not isinstance(source, str):
        raise ValueError("the record needs a text under 'source', or the name of a 'program'")
    given = {key: value for key, value in record.items() if key not in ("id", "source")}
    try:
        return read_program("program", source, Cases.model_validate(given))
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(map(str, fault["loc"]))
        raise ValueError(f"{place}: {fault['msg']}") from None


def main(
    source: Annotated[Path, typer.Argument(metavar="INPUT", help="Programs, JSONL.")],
    target: Annotated[Path, typer.Argument(metavar="OUTPUT", help="Translations, JSONL.")],
    workers: Annotated[int, typer.Option(min=1, help="Programs at once.")] = 2,
    retry_failed: Annotated[bool, typer.Option(help="Try again what failed.")] = False,
) -> None:
    """Translate every program of INPUT and write OUTPUT."""
    with explained(FaultyProgram, FaultyPrompt, JobError, NoCompiler):
        settings = Settings()
        programs = {program.name: program for program in known_programs(settings)}
        registry = CollectorRegistry()
        work = translating(
            build_translators(settings, registry),
            build_workshop(settings),
            settings.translate,
            programs,
        )
        summary = run_job(
            source, target, work, workers=workers, retry_failed=retry_failed, registry=registry
        )
    typer.echo(summary.told("translated or judged", target))
    if not summary.complete:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
