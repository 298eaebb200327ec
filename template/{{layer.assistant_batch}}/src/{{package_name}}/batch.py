"""Hold a file of dialogues as a job: `python -m` this module with INPUT and OUTPUT.

Each line of INPUT is an object with `turns`: what a person says, in this order (or, as in the
evaluation, objects with `say`, and `attached` for files in base64; for an assistant that hears,
`audio` names a sound file in the folder of INPUT). OUTPUT gets a line for each, in the order of
completion. Killed at any moment and started again, the job goes on where it was, within a dialogue
too. Nobody is there to approve anything: where a turn waits for a yes, the dialogue ends and says
so under `waiting`. Exit code 1 while a line of OUTPUT tells an error.
"""

import hashlib
import json
from base64 import b64decode
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock
from typing import Annotated, Any

import typer
from prometheus_client import CollectorRegistry

from .conversations.assistant import Assistant
from .explaining import explained
from .jobs import JobError, run_job
from .ports import Finished, RunError, Waiting
from .prompts import FaultyPrompt
from .settings import Settings
from .stages import StagesUnusable
from .tools import FaultyTools, ToolError
from .wiring import open_assistant


def holding(
    assistant: Assistant, job: str, folder: Path = Path()
) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """Return what is done with a record of a job. It raises ValueError where there are no turns.

    Files that a record names lie in `folder`.

    The same record of the same job is the same owner's one conversation, which is how a killed job
    goes on within it.
    """
    seen, turn = Counter[str](), Lock()

    def work(record: Mapping[str, Any]) -> dict[str, Any]:
        questions = _questions(record, folder, assistant.attachments.largest)
        text = json.dumps([job, record], sort_keys=True, default=str)
        name = hashlib.sha256(text.encode()).hexdigest()[:16]
        with turn:
            seen[name] += 1
            owner = f"job {name} {seen[name]}"
        begun = assistant.store.conversations(owner)
        conversation = begun[0].id if begun else assistant.store.begin(owner)
        turns = assistant.store.turns(owner, conversation)
        answers: list[str] = [one.answer for one in turns if one.answer is not None]
        for question, files in questions[len(answers) :]:
            if turns and turns[-1].answer is None:
                *_, last = assistant.resume(owner, conversation)
                turns = []
            else:
                *_, last = assistant.say(owner, conversation, question, files)
            if isinstance(last, Waiting):
                asked = [call.model_dump(include={"tool", "arguments"}) for call in last.calls]
                return {"answers": answers, "waiting": asked}
            if not isinstance(last, Finished):
                raise RunError(last.reason if last.kind == "paused" else f"it ended {last.kind}")
            answers.append(last.answer)
        return {"answers": answers}

    return work


def _questions(
    record: Mapping[str, Any], folder: Path, largest: int
) -> list[tuple[str, list[bytes]]]:
    """What a person says, in its order, with the files that come with it."""
    turns = record.get("turns")
    if not isinstance(turns, list) or not turns:
        raise ValueError("the record needs a list of texts under 'turns'")
    said = [one if isinstance(one, dict) else {"say": one} for one in turns]
    if not all(isinstance(one.get("say", ""), str) for one in said) or not all(
        one.get("say", "").strip() or one.get("audio") for one in said
    ):
        raise ValueError("each of the turns needs a text")
    return [
        (
            one.get("say", ""),
            [b64decode(file) for file in one.get("attached", [])]
            + [_read(folder, str(name), largest) for name in [one.get("audio")] if name],
        )
        for one in said
    ]


def _read(folder: Path, name: str, largest: int) -> bytes:
    """What a file of the folder holds; nothing outside of it is read."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise ValueError(f"there is no file {name[:60]} beside the records")
    if path.stat().st_size > largest:
        raise ValueError(f"{name[:60]} has more than {largest / 1e6:.3g} MB")
    return path.read_bytes()


def main(
    source: Annotated[Path, typer.Argument(metavar="INPUT", help="Dialogues, JSONL.")],
    target: Annotated[Path, typer.Argument(metavar="OUTPUT", help="Answers, JSONL.")],
    workers: Annotated[int, typer.Option(min=1, help="Dialogues at once.")] = 4,
    retry_failed: Annotated[bool, typer.Option(help="Try again what failed.")] = False,
    offline: Annotated[bool, typer.Option(help="Answer with rules; ask no model.")] = False,
) -> None:
    """Hold every dialogue of INPUT and write OUTPUT."""
    with explained(FaultyPrompt, FaultyTools, JobError, StagesUnusable, ToolError):
        registry = CollectorRegistry()
        with open_assistant(Settings(), offline=offline, registry=registry) as assembled:
            summary = run_job(
                source,
                target,
                holding(assembled.assistant, str(target.resolve()), source.parent),
                workers=workers,
                retry_failed=retry_failed,
                registry=registry,
            )
    typer.echo(summary.told("done", target))
    if not summary.complete:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
