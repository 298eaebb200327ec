"""Which answers go together.

Questions come in a fixed order, and a rule speaks at the last question it names: there its value
is refused with the rule's reason. `includes/admission.jinja` reads the same data the same way for
plain Copier; a test compares the two over the full product of answers.
"""

from collections.abc import Callable, Iterator, Mapping

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


def _as_listed(answers: Answers, question: str, value: str) -> int:
    return 0


def walk(
    catalogue: Catalogue,
    given: Mapping[str, str | None],
    rank: Callable[[Answers, str, str], int] = _as_listed,
) -> Iterator[dict[str, str]]:
    """Every valid combination that holds all of `given`, best first.

    Args:
        catalogue: The catalogue.
        given: Answers that must be kept, in any order; one to a question that is not asked fits no
            combination. None stands for a question that must not be asked.
        rank: From the answers so far, a question and a value to a number. The lowest is tried
            first, like ones in the catalogue's own order; nothing is lost.
    """
    kept = {name: value for name, value in given.items() if value is not None}

    def onwards(answers: dict[str, str], questions: tuple[str, ...]) -> Iterator[dict[str, str]]:
        if not questions:
            yield answers
            return
        question, later = questions[0], questions[1:]
        if not asked(catalogue, question, answers):
            if question not in kept:
                yield from onwards(answers, later)
            return
        values = options(catalogue, question, answers["problem"])
        for value in sorted(values, key=lambda value: rank(answers, question, value)):
            tried = {**answers, question: value}
            # What speaks against `given` is heard here, not when the last question it names has
            # come: else all that lies between would be tried in vain.
            if (
                given.get(question, value) == value
                and not ruling(catalogue, question, value, {**kept, **answers})
                and _can_hold(catalogue, given, tried)
            ):
                yield from onwards(tried, later)

    problems = options(catalogue, "problem", "")
    for problem in sorted(problems, key=lambda value: rank({}, "problem", value)):
        questions = catalogue.questions(problem)
        if given.get("problem", problem) == problem and set(given) <= set(questions):
            yield from onwards({"problem": problem}, questions[1:])


def _can_hold(catalogue: Catalogue, given: Mapping[str, str | None], answers: Answers) -> bool:
    """Whether each question in `given` can still be asked, or need not be, after these answers."""
    own = catalogue.blueprints[answers["problem"]].questions
    for name, value in given.items():
        when = own[name].when if name in own else {}
        if value is None and fits(when, answers):
            return False
        if value and any(key in answers and answers[key] not in when[key] for key in when):
            return False
    return True


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
