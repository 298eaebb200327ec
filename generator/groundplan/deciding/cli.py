"""`groundplan explain`: what the answers build and why, and what a person's numbers decide."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from groundplan import arguments
from groundplan.arguments import AsJson, Data, PresetName
from groundplan.catalogue import Catalogue, load
from groundplan.completion import complete
from groundplan.deciding.figures import overwritten
from groundplan.deciding.numbers import said, together, usual
from groundplan.deciding.verdict import Verdict, decide
from groundplan.errors import UsageError
from groundplan.explanation import explain as explained
from groundplan.schema import Answers

app = typer.Typer()
PANEL = "Your numbers"


def _number(help: str, metavar: str = "N") -> Any:
    return typer.Option(help=help, metavar=metavar, rich_help_panel=PANEL)


def _flag(help: str) -> Any:
    return typer.Option(help=help, rich_help_panel=PANEL)


@app.command()
def explain(
    context: typer.Context,
    data: Data = None,
    preset: PresetName = None,
    as_json: AsJson = False,
    numbers: Annotated[
        Path | None,
        _number("The numbers below as a TOML file, as in requests_per_day = 20000.", "FILE"),
    ] = None,
    prices: Annotated[
        Path | None,
        _number("Prices and speeds of your own as a TOML file; --json lists all.", "FILE"),
    ] = None,
    requests_per_day: Annotated[float | None, _number("Requests in a day.")] = None,
    calls: Annotated[
        float | None, _number("Calls of the model a request: an agent takes several.")
    ] = None,
    input_tokens: Annotated[float | None, _number("Tokens of a call, passages included.")] = None,
    output_tokens: Annotated[float | None, _number("Tokens of an answer.")] = None,
    cached_tokens: Annotated[
        float | None, _number("Tokens at the start of each call that are always the same.")
    ] = None,
    price_share: Annotated[
        float | None, _number("Part of the price list you pay: 0.5 for a batch interface.")
    ] = None,
    peak_factor: Annotated[
        float | None, _number("How many times the mean load the busiest minutes bring.")
    ] = None,
    private_data: Annotated[
        bool | None,
        _flag("The data may not leave your machines."),
    ] = None,
    quality: Annotated[
        str | None, _number("The model you need: small, medium or large.", "CLASS")
    ] = None,
    gpu: Annotated[
        str | None, _number("What you have: none, 24gb, 80gb or 2x80gb.", "SIZE")
    ] = None,
    answer: Annotated[
        str | None, _number("What comes back: text, label or ranking.", "KIND")
    ] = None,
    citations: Annotated[
        bool | None,
        _flag("An answer has to say where it stands."),
    ] = None,
    own_style: Annotated[
        bool | None,
        _flag("Answers need a form that instructions do not bring about."),
    ] = None,
    examples: Annotated[float | None, _number("Good examples that you have.")] = None,
    corpus_tokens: Annotated[float | None, _number("Tokens of all documents.")] = None,
    changes_per_month: Annotated[
        float | None, _number("How often what is true in them changes.")
    ] = None,
) -> None:
    """Tell what these answers would build, and why; writes nothing.

    With numbers of your own it also decides, with the arithmetic shown: a provider or a machine of
    your own and from when on, retrieval or fine-tuning, embeddings or a full model.
    """
    catalogue = load()
    given = arguments.answers(catalogue, data)
    answers = complete(catalogue, given, arguments.preset(catalogue, preset))
    plan = explained(catalogue, answers, given.get("project_name", "ground-project"))
    names = catalogue.deciding.numbers
    options = {name: context.params[name] for name in names if context.params[name] is not None}
    asked = bool(options or numbers or prices)
    verdict = _verdict(catalogue, answers, numbers, prices, options, asked=asked)
    if as_json:
        document = plan.document() | {"costs": verdict.document() if verdict else None}
        print(json.dumps(document, indent=2, ensure_ascii=False))
        return
    from groundplan.deciding import shown
    from groundplan.display import show_explanation

    console = Console()
    show_explanation(console, plan)
    if verdict and asked:
        shown.show(console, catalogue.deciding, verdict)
    elif verdict:
        console.print(shown.HOW_TO_ASK, highlight=False)


def _verdict(
    catalogue: Catalogue,
    answers: Answers,
    numbers: Path | None,
    prices: Path | None,
    options: dict[str, Any],
    *,
    asked: bool,
) -> Verdict | None:
    """What the numbers decide; none where there is nothing to decide and nobody asked."""
    deciding = catalogue.deciding
    own = said(deciding, numbers, options)
    costs = overwritten(catalogue.costs, deciding, prices) if prices else catalogue.costs
    defaults = usual(catalogue, answers)
    if defaults is None and asked:
        raise UsageError(
            "with these answers no language model is asked that could be a provider's or your own, "
            "so there is nothing to weigh: leave the numbers out, or choose other answers"
        )
    if defaults is None:
        return None
    budget = catalogue.values["latency"][answers["latency"]]
    return decide(deciding, costs, together(defaults, own), budget)
