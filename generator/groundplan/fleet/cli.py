"""`groundplan fleet`: every repository under some folders, or in a list, at once."""

import json
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from groundplan.errors import UsageError

app = typer.Typer(help="Many repositories at once.")

Roots = Annotated[list[Path] | None, typer.Argument(metavar="ROOT…", help="Folders to search.")]
Listed = Annotated[
    str | None,
    typer.Option("--list", metavar="FILE", help="Repositories, one a line; - for standard input."),
]
Jobs = Annotated[int | None, typer.Option(min=1, help="How many at a time; the cores if left out.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_INTERRUPTED = 130


@app.command()
def status(
    roots: Roots = None,
    list_: Listed = None,
    as_json: AsJson = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write a page.")
    ] = None,
    jobs: Jobs = None,
) -> None:
    """Show what was rendered by Groundplan: version, answers, what is behind, what is at risk."""
    from groundplan.fleet import page, shown
    from groundplan.fleet.command import statuses

    found = statuses(_paths(roots, list_), jobs, Console(stderr=as_json))
    if html:
        page.write(html, found)
    if as_json:
        _print({"repositories": [one.document() for one in found]})
    else:
        shown.show_status(Console(), found)
        if html:
            print(f"Written to {html}.")


@app.command()
def update(
    roots: Roots = None,
    data: Annotated[
        list[str] | None,
        typer.Option("--data", "-d", help="An answer to change, as key=value; repeatable."),
    ] = None,
    list_: Listed = None,
    jobs: Jobs = None,
    skip_checks: Annotated[
        bool, typer.Option("--skip-checks", help="Do not run `make check test` on each update.")
    ] = False,
    as_json: AsJson = False,
    pull_requests: Annotated[
        bool, typer.Option("--pull-requests", help="Push, and open them through gh or glab.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Leave out what an earlier run has done.")
    ] = False,
) -> None:
    """Commit an update of each on a branch of its own; no working tree is touched.

    Exit codes: 0 all are done or up to date, 3 some need a person, 1 some failed.
    """
    from groundplan import arguments
    from groundplan.catalogue import load
    from groundplan.fleet import shown
    from groundplan.fleet.command import Wish, updates
    from groundplan.fleet.result import counted, exit_code

    given = arguments.answers(load(), data)
    wish = Wish(given, checks=not skip_checks, pull_requests=pull_requests, resume=resume)
    paths = _paths(roots, list_)
    try:
        results, left = updates(paths, roots or [], wish, jobs, Console(stderr=as_json))
    except KeyboardInterrupt:
        _stop("stopped at once; no working tree was touched, and --resume goes on")
    if as_json:
        listed = [one.document() for one in results]
        _print({"repositories": listed, "count": counted(results), "not_begun": left})
    else:
        shown.show_results(Console(), results)
    if left:
        _stop(f"stopped with {left} not begun: the same command with --resume goes on")
    raise typer.Exit(exit_code(results))


def _paths(roots: list[Path] | None, list_: str | None) -> list[Path]:
    from groundplan.fleet.finding import found, listed

    if not roots and list_ is None:
        raise UsageError("name folders to search, or a list of repositories with --list")
    paths = found(roots or [], listed(list_) if list_ is not None else [])
    if not paths:
        raise UsageError("Groundplan rendered nothing there: name the folders above repositories")
    return paths


def _print(document: object) -> None:
    print(json.dumps(document, indent=2, ensure_ascii=False))


def _stop(sentence: str) -> NoReturn:
    print(f"groundplan: {sentence}", file=sys.stderr)
    sys.exit(_INTERRUPTED)
