"""Which answers go together.

Questions come in a fixed order, and a rule speaks at the last question it names: there its value
is refused with the rule's reason. `includes/admission.jinja` reads the same data the same way for
plain Copier; a test compares the two over the full product of answers.
"""

from collections.abc import Iterator, Mapping

from groundplan.catalogue import CORE, Catalogue
from groundplan.schema import Answers, Rule, When


def fits(when: When, answers: Answers) -> bool:
    """Whether every named answer was given and is one of the listed values."""
    return all(answers.get(name) in values for name, values in when.items())


def options(catalogue: Catalogue, question: str, problem: str) -> tuple[str, ...]:
    """The values that `question` offers for a problem, best first; none if it is not its own."""
    if question == "problem":
        others = sorted(set(catalogue.blueprints) - {catalogue.default_problem})
        return (catalogue.default_problem, *others)
    blueprint = catalogue.blueprints[problem]
    if question == "modality":
        return blueprint.modalities
    if question in CORE:
        return tuple(catalogue.values[question])
    own = blueprint.questions.get(question)
    return tuple(own.values) if own else ()


def listed(catalogue: Catalogue, question: str, problem: str) -> tuple[str, ...]:
    """The values that a person is shown: `options`, and modalities that a rule may exclude."""
    if question == "modality":
        return tuple(catalogue.values["modality"])
    return options(catalogue, question, problem)


def asked(catalogue: Catalogue, question: str, answers: Answers) -> bool:
    """Whether a question is asked, given the answers before it."""
    if question in CORE:
        return True
    own = catalogue.blueprints[answers["problem"]].questions.get(question)
    return own is not None and fits(own.when, answers)


def ruling(catalogue: Catalogue, question: str, value: str, answers: Answers) -> Rule | None:
    """The rule that refuses `value` as the answer to `question`, given the answers before it."""
    if question == "problem":
        return None
    tried = {**answers, question: value}
    rules = catalogue.rules_of(answers["problem"])
    return next((rule for rule in rules if question in rule.when and fits(rule.when, tried)), None)


def walk(
    catalogue: Catalogue, given: Answers, preferring: Mapping[str, str] | None = None
) -> Iterator[dict[str, str]]:
    """Every valid combination that holds all of `given`, best first.

    Args:
        catalogue: The catalogue.
        given: Answers that must be kept, in any order; one to a question that is not asked fits no
            combination.
        preferring: Answers tried before the catalogue's own order; nothing is lost if they do not
            fit.
    """
    wished = preferring or {}

    def onwards(answers: dict[str, str], problem: str, position: int) -> Iterator[dict[str, str]]:
        order = catalogue.questions(problem)
        if position == len(order):
            if set(given) <= set(answers):
                yield answers
            return
        question = order[position]
        if not asked(catalogue, question, answers):
            yield from onwards(answers, problem, position + 1)
            return
        for value in _ranked(options(catalogue, question, problem), wished.get(question)):
            if given.get(question, value) == value and not ruling(
                catalogue, question, value, answers
            ):
                yield from onwards({**answers, question: value}, problem, position + 1)

    for problem in _ranked(options(catalogue, "problem", ""), wished.get("problem")):
        if given.get("problem", problem) == problem:
            yield from onwards({"problem": problem}, problem, 1)


def _ranked(values: tuple[str, ...], wished: str | None) -> list[str]:
    return sorted(values, key=lambda value: value != wished)


def valid(catalogue: Catalogue) -> Iterator[dict[str, str]]:
    """Every valid combination: the answers to all questions that are asked."""
    return walk(catalogue, {})


def exclusions(catalogue: Catalogue) -> Iterator[tuple[dict[str, str], str, str, Rule]]:
    """Every refusal on the way: the answers so far, the question, the value, and the rule."""

    def onwards(
        answers: dict[str, str], problem: str, position: int
    ) -> Iterator[tuple[dict[str, str], str, str, Rule]]:
        order = catalogue.questions(problem)
        if position == len(order):
            return
        question = order[position]
        if not asked(catalogue, question, answers):
            yield from onwards(answers, problem, position + 1)
            return
        for value in listed(catalogue, question, problem):
            rule = ruling(catalogue, question, value, answers)
            if rule:
                yield answers, question, value, rule
            elif value in options(catalogue, question, problem):
                yield from onwards({**answers, question: value}, problem, position + 1)

    for problem in options(catalogue, "problem", ""):
        yield from onwards({"problem": problem}, problem, 1)
