"""Which answers go together, completed from any side, and what is said where nothing fits."""

from collections import Counter

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from groundplan.catalogue import CORE, Catalogue, load
from groundplan.combinations import asked, exclusions, options, ruling, valid
from groundplan.completion import complete, known, refusal
from groundplan.errors import GroundplanError, UsageError

CATALOGUE = load()
VALID = list(valid(CATALOGUE))
QUESTIONS = {
    question: sorted(
        set().union(*(options(CATALOGUE, question, problem) for problem in CATALOGUE.blueprints))
    )
    for problem in CATALOGUE.blueprints
    for question in CATALOGUE.questions(problem)
}
ANY_ANSWERS = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(values) for name, values in QUESTIONS.items()}
)


def test_each_problem_has_combinations_and_none_comes_twice(catalogue: Catalogue) -> None:
    assert set(Counter(answers["problem"] for answers in VALID)) == set(catalogue.blueprints)
    assert len({tuple(answers.items()) for answers in VALID}) == len(VALID)


def test_a_combination_answers_what_is_asked_and_meets_no_rule(catalogue: Catalogue) -> None:
    for answers in VALID:
        before: dict[str, str] = {}
        for question in catalogue.questions(answers["problem"]):
            assert (question in answers) == asked(catalogue, question, {**before, **answers})
            if question in answers:
                assert ruling(catalogue, question, answers[question], before) is None
                before[question] = answers[question]


@drawn(st.sampled_from(VALID), st.data())
def test_any_part_of_a_combination_can_be_completed(
    answers: dict[str, str], data: st.DataObject
) -> None:
    names = data.draw(st.lists(st.sampled_from(list(answers)), unique=True))
    part = {name: answers[name] for name in names}
    completed = complete(CATALOGUE, part)
    assert completed in VALID
    assert part.items() <= completed.items()


@drawn(st.sampled_from(VALID), st.data())
def test_what_is_preferred_is_taken_where_it_fits(
    answers: dict[str, str], data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(list(answers)))
    fixed = {name: answers[name]}
    assert complete(CATALOGUE, fixed, answers) == answers


@drawn(ANY_ANSWERS)
@settings(max_examples=300)
def test_answers_are_completed_or_refused_in_one_sentence(answers: dict[str, str]) -> None:
    fitting = [held for held in VALID if answers.items() <= held.items()]
    known(CATALOGUE, answers)
    reason = refusal(CATALOGUE, answers)
    if fitting:
        assert reason is None
        assert complete(CATALOGUE, answers) in fitting
    else:
        assert reason
        assert "\n" not in reason
        with pytest.raises(GroundplanError):
            complete(CATALOGUE, answers)


def test_every_exclusion_is_refused_with_its_reason(catalogue: Catalogue) -> None:
    found = list(exclusions(catalogue))
    assert found
    for before, question, value, rule in found:
        assert refusal(catalogue, {**before, question: value}) == rule.reason


def test_the_engine_alone_leads_to_the_hardware_it_needs(catalogue: Catalogue) -> None:
    answers = complete(catalogue, {"engine": "vllm"})
    assert (answers["problem"], answers["hardware"]) == ("rag", "gpu")


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"source": "api", "hardware": "gpu"}, "choose hardware cpu"),
        ({"hardware": "gpu", "source": "api"}, "choose hardware cpu"),
        (
            {"engine": "vllm", "source": "api"},
            "engine is only asked where source is local or hybrid",
        ),
        ({"engine": "vllm", "problem": "predict"}, "does not ask for engine"),
        ({"engine": "vllm", "task": "regression"}, "leave one out"),
        ({"problem": "predict", "modality": "text"}, "choose tabular"),
        ({"modality": "tabular", "hardware": "multi-gpu"}, "no problem takes"),
    ],
)
def test_a_refusal_says_the_way_out(
    catalogue: Catalogue, answers: dict[str, str], words: str
) -> None:
    assert words in str(refusal(catalogue, answers))


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"latncy": "batch"}, "did you mean latency"),
        ({"xyz": "1"}, "the questions are"),
        ({"package_name": "x"}, "follows from the other answers"),
        ({"layer": "x"}, "follows from the other answers"),
        ({"latency": "soon"}, "choose one of interactive, batch, realtime"),
        ({"project_name": "a b"}, "letters, digits"),
        ({"description": "two\nlines"}, "one line"),
        ({"description": " "}, "one line"),
    ],
)
def test_unknown_answers_are_named(
    catalogue: Catalogue, answers: dict[str, str], words: str
) -> None:
    with pytest.raises(UsageError) as caught:
        known(catalogue, answers)
    assert words in str(caught.value)


def test_the_core_questions_come_first(catalogue: Catalogue) -> None:
    for problem in catalogue.blueprints:
        assert catalogue.questions(problem)[: len(CORE)] == CORE
