"""Asking a person: the same questions that plain Copier asks, with defaults that suit this machine.

A value that cannot be chosen any more is shown with the reason, as Copier shows it.
"""

from collections.abc import Mapping
from typing import Any

from groundplan.catalogue import FREE, Catalogue
from groundplan.combinations import asked, listed, options, ruling
from groundplan.completion import complete, refusal
from groundplan.names import fault
from groundplan.schema import Answers, Value


def ask(catalogue: Catalogue, given: Answers, preferring: Mapping[str, str]) -> dict[str, str]:
    """Ask every question that `given` leaves open; raises KeyboardInterrupt if the person stops.

    Args:
        catalogue: The catalogue.
        given: Answers from the command line, the project's name among them if it is settled.
        preferring: Answers to offer first.
    """
    answers = dict(given)
    core = {name: value for name, value in given.items() if name not in FREE}
    if "project_name" not in answers:
        answers["project_name"] = _name(catalogue, preferring.get("project_name", ""))
    if "problem" not in core:
        core["problem"] = _choose(catalogue, "problem", core, preferring)
    summary = catalogue.blueprints[core["problem"]].summary
    if "description" not in answers:
        answers["description"] = _text(catalogue.help["description"], summary)
    settled = {"problem": core["problem"]}
    for question in catalogue.questions(core["problem"])[1:]:
        if not asked(catalogue, question, settled):
            continue
        if question not in core:
            core[question] = _choose(catalogue, question, core, preferring)
        settled[question] = core[question]
    return answers | core


def confirm(message: str) -> bool:
    """Ask for a yes or a no."""
    import questionary

    return bool(questionary.confirm(message).unsafe_ask())


def _choose(
    catalogue: Catalogue, question: str, core: Answers, preferring: Mapping[str, str]
) -> str:
    import questionary

    best = complete(catalogue, core, preferring)
    choices: list[Any] = []
    problem = core.get("problem", "")
    offered = options(catalogue, question, problem)
    for value in listed(catalogue, question, problem):
        if value not in offered and not ruling(catalogue, question, value, core):
            continue
        reason = refusal(catalogue, {**core, question: value})
        label = _label(catalogue, question, value, problem)
        choices.append(questionary.Choice(f"{value}: {label}", value, disabled=reason))
    answer = questionary.select(catalogue.help[question], choices, default=best[question])
    return str(answer.unsafe_ask())


def _label(catalogue: Catalogue, question: str, value: str, problem: str) -> str:
    if question == "problem":
        return catalogue.blueprints[value].title
    held: Mapping[str, Value] = (
        catalogue.values[question]
        if question in catalogue.values
        else catalogue.blueprints[problem].questions[question].values
    )
    return held[value].label


def _name(catalogue: Catalogue, proposed: str) -> str:
    import questionary

    def check(text: str) -> bool | str:
        return fault(text, catalogue.reserved.names) or True

    asking = questionary.text(catalogue.help["project_name"], default=proposed, validate=check)
    return str(asking.unsafe_ask())


def _text(message: str, default: str) -> str:
    import questionary

    def check(text: str) -> bool | str:
        return bool(text.strip()) or "one sentence, please"

    return str(questionary.text(message, default=default, validate=check).unsafe_ask()).strip()
