"""Do a file of tasks as a job: `python -m` this module with INPUT and OUTPUT.

Each line of INPUT is an object with `task`, and if wanted `id`; `pictures`, where they are taken,
are names of files in the folder that INPUT lies in. OUTPUT gets a line for each, in the
order of completion. Killed at any moment and started again, the job goes on where it was, within a
task too. Nobody is there to approve anything: what has side effects is listed under `waiting`, and
`make approve` goes on from there. Exit code 1 while a line of OUTPUT tells an error.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock
from typing import Annotated, Any

import typer
from prometheus_client import CollectorRegistry

from .agent.attachments import MOST_READ, AttachingAgent
from .explaining import explained
from .jobs import JobError, run_job
from .ports import Event, RunError
from .prompts import FaultyPrompt
from .settings import Settings
from .stages import StagesUnusable
from .tools import FaultyTools, ToolError
from .tools.folder import Folder
from .wiring import open_agent


def doing(
    agent: AttachingAgent, job: str, folder: Folder
) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """Return what is done with a record of a job. It raises ValueError where there is no task.

    The same record of the same job is the same run, which is how a killed job goes on within it.
    Pictures are those in `folder`, and nothing outside of it is read.
    """
    seen, turn = Counter[str](), Lock()

    def work(record: Mapping[str, Any]) -> dict[str, Any]:
        task = record.get("task")
        if not isinstance(task, str) or not task.strip():
            raise ValueError("the record needs a text under 'task'")
        text = json.dumps([job, record], sort_keys=True, default=str)
        name = hashlib.sha256(text.encode()).hexdigest()[:16]
        with turn:
            seen[name] += 1
            run = f"{name}-{seen[name]}"
        # What a run began with is kept: its pictures need not be here any more.
        names = [] if agent.traces.path(run).exists() else _pictures(record)
        files = [folder.content(name, MOST_READ) for name in names]
        *_, last = agent.run(task, run, files)
        return _line(last)

    return work


def _pictures(record: Mapping[str, Any]) -> list[str]:
    names = record.get("pictures", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError("'pictures' is a list of names of files")
    return names


def _line(last: Event) -> dict[str, Any]:
    if last.kind == "finished":
        spent = last.spent
        return {
            "answer": last.answer,
            "stopped": last.stopped,
            "steps": spent.steps,
            "tokens": spent.input_tokens + spent.output_tokens,
            "cost": spent.cost,
        }
    if last.kind == "waiting":
        return {"waiting": [call.model_dump(include={"tool", "arguments"}) for call in last.calls]}
    raise RunError(last.reason if last.kind == "paused" else f"the run ended {last.kind}")


def main(
    source: Annotated[Path, typer.Argument(metavar="INPUT", help="Tasks, JSONL.")],
    target: Annotated[Path, typer.Argument(metavar="OUTPUT", help="Answers, JSONL.")],
    workers: Annotated[int, typer.Option(min=1, help="Tasks at once.")] = 4,
    retry_failed: Annotated[bool, typer.Option(help="Try again what failed.")] = False,
    offline: Annotated[bool, typer.Option(help="Plan with rules; ask no model.")] = False,
) -> None:
    """Do every task of INPUT and write OUTPUT."""
    with explained(FaultyPrompt, FaultyTools, JobError, StagesUnusable, ToolError):
        registry = CollectorRegistry()
        with open_agent(Settings(), offline=offline, registry=registry) as assembled:
            summary = run_job(
                source,
                target,
                doing(assembled.agent, str(target.resolve()), Folder(source.parent)),
                workers=workers,
                retry_failed=retry_failed,
                registry=registry,
            )
    typer.echo(summary.told("done", target))
    if not summary.complete:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
