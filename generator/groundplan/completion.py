"""From some answers to all of them, or to one sentence that says why nothing fits."""

from collections.abc import Mapping
from difflib import get_close_matches

from groundplan.catalogue import CORE, FREE, Catalogue
from groundplan.combinations import options, ruling, walk
from groundplan.errors import GroundplanError, UsageError
from groundplan.names import fault
from groundplan.schema import Answers, When


def complete(
    catalogue: Catalogue, given: Answers, preferring: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The best valid combination that holds all of `given`.

    Args:
        catalogue: The catalogue.
        given: Answers in any order, as checked by `known`; names and descriptions are passed over.
        preferring: Answers to take where they fit, such as a preset's or what suits this machine.

    Raises:
        GroundplanError: No combination holds them all; the text is the reason.
    """
    core = {name: value for name, value in given.items() if name not in FREE}
    wished = preferring or {}
    for combination in walk(catalogue, core, lambda _, name, value: value != wished.get(name)):
        return combination
    raise GroundplanError(refusal(catalogue, core))


def fitting(catalogue: Catalogue, given: Answers) -> bool:
    """Whether some combination holds all of `given`."""
    core = {name: value for name, value in given.items() if name not in FREE}
    return next(walk(catalogue, core), None) is not None


def refusal(catalogue: Catalogue, given: Answers) -> str | None:
    """Why no combination holds all of `given`, in any order; nothing where one does."""
    if next(walk(catalogue, given), None) is not None:
        return None
    problems = _possible(catalogue, given)
    if not problems:
        return _apart(catalogue, given)
    reasons = {problem: _reason(catalogue, {**given, "problem": problem}) for problem in problems}
    if len(set(reasons.values())) == 1:
        return reasons[problems[0]]
    listed = "; ".join(f"for {problem}, {reason}" for problem, reason in reasons.items())
    return f"no problem takes {_said(given)}: {listed}"


def known(catalogue: Catalogue, given: Answers) -> None:
    """Check that every answer names a question and a value that exist.

    Raises:
        UsageError: One does not; the text says which and what there is instead.
    """
    own = [name for blueprint in catalogue.blueprints.values() for name in blueprint.questions]
    questions = [*FREE, *CORE, *own]
    for name, value in given.items():
        if name in catalogue.derived:
            raise UsageError(
                f"{name} follows from the other answers and cannot be set: leave it out"
            )
        if name not in questions:
            near = get_close_matches(name, questions, 1)
            way = (
                f"did you mean {near[0]}?" if near else f"the questions are {', '.join(questions)}"
            )
            raise UsageError(f"there is no question {name!r}: {way}")
        if name == "project_name":
            wrong = fault(value, catalogue.reserved.names)
            if wrong:
                raise UsageError(f"{value!r} cannot be the project's name: {wrong}")
        elif name == "description":
            if not value.strip() or not value.isprintable() or value != value.strip():
                raise UsageError("a description is one line of text: write it without line breaks")
        else:
            every = dict.fromkeys(
                option
                for problem in catalogue.blueprints
                for option in (
                    tuple(catalogue.values[name])
                    if name in catalogue.values
                    else options(catalogue, name, problem)
                )
            )
            if value not in every:
                raise UsageError(f"{name} cannot be {value!r}: choose one of {', '.join(every)}")


def _possible(catalogue: Catalogue, given: Answers) -> list[str]:
    """The problems that have every question that was answered."""
    return [
        problem
        for problem in options(catalogue, "problem", "")
        if given.get("problem", problem) == problem
        and all(name in catalogue.questions(problem) for name in given)
    ]


def _apart(catalogue: Catalogue, given: Answers) -> str:
    """Why no single problem asks all of these questions."""
    for name in given:
        if name not in CORE:
            owner = next(
                key for key, held in catalogue.blueprints.items() if name in held.questions
            )
            if "problem" in given and given["problem"] != owner:
                return (
                    f"problem {given['problem']} does not ask for {name}: "
                    f"leave it out or choose problem {owner}"
                )
    return f"no problem asks all of {', '.join(given)}: leave one out"


def _reason(catalogue: Catalogue, given: Answers) -> str:
    """Why one problem cannot take these answers: the rule they meet, or what they leave unasked."""
    problem = given["problem"]
    blueprint = catalogue.blueprints[problem]
    before: dict[str, str] = {}
    for question in catalogue.questions(problem):
        if question not in given:
            continue
        rule = ruling(catalogue, question, given[question], before)
        if rule:
            return rule.reason
        if given[question] not in options(catalogue, question, problem):
            offered = " or ".join(options(catalogue, question, problem))
            return f"problem {problem} has no {question} {given[question]}: choose {offered}"
        before[question] = given[question]
    for name, own in blueprint.questions.items():
        against = {
            key: own.when[key]
            for key in own.when
            if key in given and given[key] not in own.when[key]
        }
        if name in given and against:
            return (
                f"{name} is only asked where {_condition(against)}: "
                f"leave {name} out or change the other answer"
            )
    return _lacking(catalogue, given)


def _lacking(catalogue: Catalogue, given: Answers) -> str:
    """No rule meets the answers alone: name one whose removal would leave a combination."""
    for name in reversed(list(given)):
        fewer = {key: value for key, value in given.items() if key != name}
        found = next(walk(catalogue, fewer), None)
        if found is not None:
            others = _said({key: value for key, value in fewer.items() if key != "problem"})
            instead = f"choose {name} {found[name]}" if name in found else f"leave {name} out"
            return f"{name} {given[name]} does not go together with {others}: {instead}"
    return f"nothing takes {_said(given)}: leave some of it out"


def _said(answers: Answers) -> str:
    return " and ".join(f"{name} {value}" for name, value in answers.items())


def _condition(when: When) -> str:
    return " and ".join(f"{name} is {' or '.join(values)}" for name, values in when.items())
