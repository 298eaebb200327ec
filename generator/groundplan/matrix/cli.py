"""`groundplan matrix`: what is tried, trying it, and what is written down about it."""

import json
from typing import Annotated

import typer

from groundplan import source
from groundplan.catalogue import load

app = typer.Typer(help="Every combination of answers, for tests.")


@app.command("list")
def list_(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List what is tried: every core combination, and stack choices pairwise."""
    from groundplan.matrix.cover import cases

    combinations = [case.answers for case in cases(load())]
    if as_json:
        print(json.dumps(combinations, indent=2, ensure_ascii=False))
    else:
        for answers in combinations:
            print(" ".join(f"{question}={value}" for question, value in answers.items()))


@app.command()
def run(
    shard: Annotated[
        str | None, typer.Option(metavar="I/N", help="One of N parts that take about as long.")
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="One combination; repeatable.")
    ] = None,
    changed: Annotated[
        bool, typer.Option("--changed", help="Leave out what passed with the same contents.")
    ] = False,
    reuse: Annotated[
        bool, typer.Option(help="Spare a step that passed on the same inputs in this run.")
    ] = True,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="How many at a time; the cores and one if left out.")
    ] = None,
) -> None:
    """Render, check and run combinations; writes build/matrix.json, .xml and .html."""
    from groundplan.matrix.command import run_matrix

    if not run_matrix(part=shard, only=only or [], changed=changed, reuse=reuse, jobs=jobs):
        raise typer.Exit(1)


@app.command()
def costs() -> None:
    """Write what the last run took to tests/costs.json, by which shards are cut."""
    from groundplan.matrix import shards
    from groundplan.matrix.command import JSON
    from groundplan.matrix.cover import cases

    root = source.own_checkout()
    measured = shards.refresh(root, cases(load()), root / JSON)
    print(f"{shards.COSTS}: {measured} combinations measured anew")


@app.command()
def table() -> None:
    """Write the table of what is tried into README.md."""
    from groundplan.matrix.coverage_table import written

    path = source.own_checkout() / "README.md"
    path.write_text(written(path.read_text(encoding="utf-8"), load()), encoding="utf-8")
