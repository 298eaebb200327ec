"""`groundplan update`: newer template, changed answers, or both."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from groundplan.catalogue import load
from groundplan.errors import GroundplanError, UsageError

NOTHING, SOMETHING, CONFLICTS, CHECKS_FAIL = 0, 2, 3, 4

app = typer.Typer()


@app.command()
def update(
    path: Annotated[Path, typer.Argument(help="The repository.")] = Path(),
    data: Annotated[
        list[str] | None,
        typer.Option("--data", "-d", help="An answer to change, as key=value; repeatable."),
    ] = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="Only say what would happen: exit 0 nothing, 2 something."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    as_markdown: Annotated[
        bool, typer.Option("--markdown", help="With --check: as the text of a pull request.")
    ] = False,
    in_place: Annotated[
        bool, typer.Option("--in-place", help="On the current branch, not on one of its own.")
    ] = False,
    branch: Annotated[
        str | None, typer.Option(metavar="NAME", help="How to call the branch of its own.")
    ] = None,
    skip_checks: Annotated[
        bool, typer.Option("--skip-checks", help="Do not run `make check test` afterwards.")
    ] = False,
    undo: Annotated[
        bool, typer.Option("--undo", help="Bring back what was there before the last update.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="With --undo: though files were edited since.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask for a go-ahead.")] = False,
) -> None:
    """Take a newer template, changed answers, or both, into a repository; edits are kept.

    Exit codes: 0 done, 1 not possible, 2 with --check there is something to do, 3 conflicts are
    left to resolve, 4 the repository's own checks fail.
    """
    if (in_place and branch) or (undo and (data or check or in_place or branch)):
        raise UsageError("these options contradict each other: leave one out")
    if force and not undo:
        raise UsageError("--force only means something with --undo")
    if as_markdown and (as_json or not check):
        raise UsageError("--markdown only means something with --check, and without --json")
    console = Console()
    if undo:
        _undo(console, path, force=force)
        return
    from groundplan import arguments
    from groundplan.updating import checkout, markdown, proof, shown
    from groundplan.updating.update import branch_name, worked_out

    catalogue = load()
    given = arguments.answers(catalogue, data)
    place = checkout.opened(path)
    with worked_out(catalogue, place, given) as found:
        if found is None:
            _print(console, as_json, {"up_to_date": True}, "Up to date: there is nothing to do.")
            raise typer.Exit(NOTHING)
        if as_markdown:
            print(markdown.markdown(found.plan), end="")
        elif not as_json:
            shown.show_plan(console, found.plan)
        if check:
            if as_json:
                _print(console, as_json, found.plan.document(), "")
            raise typer.Exit(SOMETHING)
        if sys.stdin.isatty() and console.is_terminal and not (yes or as_json):
            _confirmed()
        named = None if in_place else branch or branch_name(found.plan)
        found.write(named)
    clean = not found.plan.conflicts
    if not as_json:
        shown.show_written(console, found.plan, named)
    result: proof.Proof | None = "skipped" if clean else None
    if clean and not skip_checks:
        result = proof.proven(place.project, quiet=as_json)
    if as_json:
        written = {"branch": named, "checks": result}
        _print(console, as_json, found.plan.document() | written, "")
    else:
        shown.show_next(console, result)
    raise typer.Exit(CONFLICTS if not clean else CHECKS_FAIL if result == "failed" else 0)


def _undo(console: Console, path: Path, *, force: bool) -> None:
    from groundplan.updating import apply, checkout, journal

    with journal.locked(checkout.opened(path, whole=False).git_folder):
        # Read again: a killed update may have ended only now.
        held = apply.undo(checkout.opened(path, whole=False), force=force)
    branch = (held.head or "a commit without a branch").removeprefix("refs/heads/")
    console.print(f"Taken back: {branch} is as it was before the update.", highlight=False)


def _confirmed() -> None:
    from groundplan.questionnaire import confirm

    if not confirm("Update it?"):
        raise GroundplanError("stopped at your word, and nothing was changed")


def _print(console: Console, as_json: bool, document: dict[str, object], sentence: str) -> None:
    if as_json:
        print(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        console.print(sentence, highlight=False)
