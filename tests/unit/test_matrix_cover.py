"""The cover tries every core combination and every pair that can meet, and nothing else."""

from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from groundplan.catalogue import CORE, Catalogue
from groundplan.combinations import valid
from groundplan.deciding.schema import Costs, Deciding
from groundplan.matrix.cover import cases
from groundplan.schema import Answers, Blueprint, Question, Reserved, Rule, Value, When

OFFERED = {
    "modality": ("text", "image"),
    "latency": ("realtime", "interactive", "batch"),
    "hardware": ("cpu", "gpu", "edge"),
    "source": ("local", "api"),
}
CHOICES = ("store", "page", "tracker", "cache")


def catalogue_of(
    core: dict[str, tuple[str, ...]], own: dict[str, Question], rules: tuple[Rule, ...]
) -> Catalogue:
    """A catalogue of one problem."""
    blueprint = Blueprint(
        name="sort",
        title="what it builds",
        summary="what it is for",
        modalities=core["modality"],
        questions=own,
        layers=(),
        unsupported=rules,
    )
    return Catalogue(
        values={name: labelled(values) for name, values in core.items()},
        help={},
        default_problem="sort",
        rules=(),
        layers={},
        reserved=Reserved(python=frozenset(), packages=frozenset()),
        blueprints={"sort": blueprint},
        presets={},
        migrations=(),
        costs=Costs(models={}, machines={}, speeds={}, other={}),
        deciding=Deciding(
            numbers={},
            units={},
            bounds={},
            worksheet={},
            left_out={},
            facts={},
            volumes=(),
            tables=(),
        ),
        derived=frozenset(),
        files={},
    )


def labelled(values: tuple[str, ...]) -> dict[str, Value]:
    return {value: Value(label=value) for value in values}


def conditions(values: dict[str, tuple[str, ...]], most: int) -> st.SearchStrategy[When]:
    """A condition on some of these questions."""
    names = st.lists(st.sampled_from(sorted(values)), unique=True, min_size=1, max_size=most)
    return names.flatmap(
        lambda chosen: st.fixed_dictionaries(
            {
                name: st.lists(st.sampled_from(values[name]), unique=True, min_size=1).map(tuple)
                for name in chosen
            }
        )
    )


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    """Up to four choices, some asked only under a condition, and a few rules."""
    core = {name: values[: draw(st.integers(1, len(values)))] for name, values in OFFERED.items()}
    values, own = dict(core), {}
    for name in CHOICES[: draw(st.integers(0, len(CHOICES)))]:
        when = draw(st.just({}) | conditions(values, 2))
        values[name] = tuple(f"{name}{number}" for number in range(draw(st.integers(2, 3))))
        own[name] = Question(when=when, values=labelled(values[name]))
    rules = draw(st.lists(conditions(values, 3), max_size=4))
    return catalogue_of(core, own, tuple(Rule(when=when, reason="no") for when in rules))


def pairs(answers: Answers, choices: tuple[str, ...]) -> set[tuple[object, ...]]:
    """The core combination, and every pair in which an answer that was not asked for counts too."""
    core = tuple(answers[name] for name in CORE)
    factors = [core, *((name, answers.get(name)) for name in choices)]
    return {(core,), *combinations(factors, 2)}


def tried(catalogue: Catalogue) -> list[Answers]:
    return [case.answers for case in cases(catalogue)]


def test_a_problem_with_one_choice_is_tried_in_full(catalogue: Catalogue) -> None:
    few = [name for name, held in catalogue.blueprints.items() if len(held.questions) < 2]
    assert few
    every = [answers for answers in valid(catalogue) if answers["problem"] in few]
    assert [answers for answers in tried(catalogue) if answers["problem"] in few] == every


@given(catalogues())
@settings(deadline=None)
def test_every_pair_that_can_meet_is_tried_and_nothing_invalid_or_twice(
    catalogue: Catalogue,
) -> None:
    choices = catalogue.questions("sort")[len(CORE) :]
    every, chosen = list(valid(catalogue)), tried(catalogue)
    wanted = {pair for answers in every for pair in pairs(answers, choices)}
    assert {pair for answers in chosen for pair in pairs(answers, choices)} == wanted
    assert chosen == [answers for answers in every if answers in chosen]
    assert chosen == tried(catalogue)
    if len(choices) < 2:
        assert chosen == every


def test_many_choices_cost_little_more_than_the_largest() -> None:
    """36 core combinations and eight choices have 518,400 combinations."""
    sizes = (2, 3, 4, 5, 2, 3, 4, 5)
    own = {
        f"choice{number}": Question(
            values=labelled(tuple(f"{number}-{value}" for value in range(size)))
        )
        for number, size in enumerate(sizes)
    }
    chosen = tried(catalogue_of(OFFERED, own, ()))
    every: list[list[tuple[str, ...]]] = [[("sort", *core) for core in product(*OFFERED.values())]]
    every += [[(name, value) for value in about.values] for name, about in own.items()]
    wanted = {pair for both in combinations(every, 2) for pair in product(*both)}
    found = {pair for answers in chosen for pair in pairs(answers, tuple(own)) if len(pair) == 2}
    assert found == wanted
    assert len(chosen) <= 1.2 * 36 * max(sizes)
