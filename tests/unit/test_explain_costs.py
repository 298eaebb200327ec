"""The arithmetic of provider and machine, and what the tables make of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundplan.catalogue import Catalogue, load
from groundplan.combinations import fits
from groundplan.deciding.figures import overwritten
from groundplan.deciding.numbers import checked
from groundplan.deciding.places import Place
from groundplan.deciding.schema import Costs
from groundplan.deciding.shown import arithmetic, volumes
from groundplan.deciding.verdict import Verdict, decide
from groundplan.deciding.worksheet import TIMES
from groundplan.schema import Decision

CATALOGUE = load()
PROVIDER, EVEN, RETRIEVAL, EMBEDDINGS = dict.fromkeys(
    row.topic for row in CATALOGUE.deciding.tables
)


Numbers = Mapping[str, object]


def verdict(numbers: Numbers, latency: str = "batch", costs: Costs = CATALOGUE.costs) -> Verdict:
    """What these numbers decide, with the defaults for the others."""
    deciding = CATALOGUE.deciding
    said = {name: about.default for name, about in deciding.numbers.items()} | dict(numbers)
    whole = {name: checked(deciding, name, value, name) for name, value in said.items()}
    return decide(deciding, costs, whole, CATALOGUE.values["latency"][latency])


def priced(folder: Path, toml: str) -> Costs:
    """The prices with a person's own over them."""
    (folder / "mine.toml").write_text(toml)
    return overwritten(CATALOGUE.costs, CATALOGUE.deciding, folder / "mine.toml")


def test_a_month_worked_out_by_hand() -> None:
    found = verdict(
        {
            "quality": "medium",
            "requests_per_day": 1000,
            "input_tokens": 1500,
            "cached_tokens": 500,
            "output_tokens": 200,
            "peak_factor": 2,
        }
    )
    # 30,000 requests: 30 million tokens at $2, 15 million cached at $0.10, 6 million at $10.
    assert found.values["api_month"] == pytest.approx(60 + 1.5 + 60)
    # 0.1 s to read and 200 / 7100 s to write, 60% of a day in use, twice the mean at the peak.
    assert found.values["capacity"] == pytest.approx(86400 * 0.6 / (0.1 + 200 / 7100) / 2)
    assert found.values["local_month"] == pytest.approx(720 * 7.90 + 8 * 80)
    start = (720 * 7.90 + 8 * 80) / (121.5 / 30000) / 30
    assert found.chosen
    assert found.chosen.break_even[0] == pytest.approx(start)
    assert found.chosen.break_even[1] is None


REQUESTS = st.floats(1, 1e7)
LOADS = st.fixed_dictionaries(
    {
        "quality": st.sampled_from(["small", "medium"]),
        "input_tokens": st.integers(1, 20000),
        "output_tokens": st.integers(1, 4000),
        "peak_factor": st.floats(1, 50),
        "gpu": st.sampled_from(["none", "24gb", "80gb", "2x80gb"]),
    }
)


def at(place: Place, numbers: Numbers, requests: float) -> Place:
    """The same machine at another volume."""
    found = verdict({**numbers, "requests_per_day": requests})
    return next(other for other in found.places if other.name == place.name)


@settings(max_examples=60, deadline=None)
@given(LOADS)
def test_the_break_even_is_where_the_two_lines_meet(numbers: Numbers) -> None:
    for place in verdict(numbers).places:
        for requests in place.break_even:
            if requests is not None and 1 <= requests <= 1e9:
                there = at(place, numbers, requests).values
                assert there["local_month"] == pytest.approx(there["api_month"], rel=1e-6)


@settings(max_examples=60, deadline=None)
@given(LOADS, REQUESTS)
def test_a_machine_is_cheaper_within_its_break_even_and_only_there(
    numbers: Numbers, requests: float
) -> None:
    for place in verdict({**numbers, "requests_per_day": requests}).places:
        start, end = place.break_even
        inside = start is not None and requests >= start and (end is None or requests <= end)
        margin = place.values["api_month"] - place.values["local_month"]
        if abs(margin) > 1e-6 * place.values["api_month"]:
            assert (margin > 0) is inside


@settings(max_examples=60, deadline=None)
@given(LOADS, REQUESTS, st.floats(1, 1000))
def test_more_requests_never_make_the_provider_relatively_cheaper(
    numbers: Numbers, requests: float, times: float
) -> None:
    numbers = {**numbers, "gpu": "none"}  # what is at hand is cheap until it is full
    for few in verdict({**numbers, "requests_per_day": requests}).places:
        many = at(few, numbers, requests * times).values if requests * times <= 1e9 else few.values
        share = few.values["local_month"] / few.values["api_month"]
        assert many["local_month"] / many["api_month"] <= share * (1 + 1e-9)


@pytest.mark.parametrize(
    ("toml", "value", "rises"),
    [
        ("[models.small]\ninput_price = 1", "api_month", True),
        ("[models.small]\noutput_price = 0.01", "api_month", False),
        ("[machines.24gb]\nhour_price = 0.1", "local_month", False),
        ("[speeds.small.24gb]\ndecode = 100", "capacity", False),
        ("[other.work]\nperson_hours = 40", "meets_one", True),
        ("[other.planning]\nutilisation = 0.9", "capacity", True),
        ("[models.small]\ninput_price = 1", "meets_one", False),
        ("[other.tuning]\ntuning_price = 9", "one_training", True),
        ("[other.embedding]\nembedding_price = 1", "embedding_month", True),
    ],
)
def test_another_figure_moves_the_result_the_right_way(
    tmp_path: Path, toml: str, value: str, rises: bool
) -> None:
    shipped, own = verdict({}), verdict({}, costs=priced(tmp_path, toml))
    before, after = (next(p for p in found.places if p.name == "24gb") for found in (shipped, own))
    old, new = (
        {**found.values, **place.values}[value]
        for found, place in ((shipped, before), (own, after))
    )
    assert (new > old) if rises else (new < old)


def test_what_somebody_overwrote_is_no_longer_somebody_elses_word(tmp_path: Path) -> None:
    own = priced(tmp_path, "[machines.24gb]\nhour_price = 0.1\ndate = 2026-01-02")
    shipped = CATALOGUE.costs.machines["24gb"]
    assert own.machines["24gb"].source == f"{shipped.source}; hour_price from mine.toml of your own"
    assert (own.machines["24gb"].checked, own.machines["24gb"].note) == (False, shipped.note)
    assert str(own.machines["24gb"].date) == "2026-01-02"
    assert (
        own.machines["24gb"].figures["watts"] == CATALOGUE.costs.machines["24gb"].figures["watts"]
    )
    assert own.machines["80gb"] == CATALOGUE.costs.machines["80gb"]


def test_every_figure_has_a_source_and_a_date() -> None:
    for path, entry in CATALOGUE.costs.entries():
        assert entry.figures, path
        assert entry.date, path
        assert entry.checked or entry.note or "assumption" in entry.source, path


@dataclass(frozen=True)
class Case:
    """Numbers, and the words in what is chosen for a topic."""

    topic: str
    words: str
    numbers: Numbers = field(default_factory=dict)
    latency: str = "batch"
    toml: str = ""


PRIVATE: Numbers = {"private_data": "yes"}
LARGE: Numbers = {"quality": "large"}
MEDIUM: Numbers = {"quality": "medium"}
MANY: Numbers = {"quality": "medium", "requests_per_day": 500000}
STYLE: Numbers = {"own_style": "yes"}
SLOW: Numbers = {"output_tokens": 5000}
SHORT: Numbers = {"output_tokens": 50}
SLOW_PROVIDER = "[models.small]\napi_first_ms = 5000"
ONE_READER = "[speeds.small.80gb]\nstream = 5"
CASES = [
    Case(PROVIDER, "neither as asked", {**PRIVATE, **LARGE}),
    Case(PROVIDER, "none within 3,000 ms", {**LARGE, **SLOW}, "interactive"),
    Case(PROVIDER, "a provider, at", LARGE),
    Case(PROVIDER, "although an answer takes about", {**PRIVATE, **SLOW}, "interactive"),
    Case(PROVIDER, "a GPU of 24 GB, at $1,137 a month", {**PRIVATE, **SHORT}, "interactive"),
    Case(PROVIDER, "neither within 3,000 ms", SLOW, "interactive"),
    Case(PROVIDER, "a provider, at $7.50 a month", {}, "interactive", ONE_READER),
    Case(PROVIDER, "a GPU of 24 GB, at", SHORT, "interactive", SLOW_PROVIDER),
    Case(PROVIDER, "a provider, at $7.50 a month"),
    Case(PROVIDER, "hybrid: two GPUs of 80 GB first", MANY),
    Case(EVEN, "there is none", LARGE),
    Case(EVEN, "from there on a provider costs more than two GPUs of 80 GB", MEDIUM),
    Case(EVEN, "more than the", {"peak_factor": 1, "gpu": "none", **SHORT}),
    Case(EVEN, "and back at", {"gpu": "24gb", **SHORT}, toml="[other.work]\nperson_hours = 1"),
    Case(EVEN, "the provider is cheaper at any volume", {"peak_factor": 10}),
    Case(RETRIEVAL, "neither at first", {"answer": "label"}),
    Case(RETRIEVAL, "neither: there are no documents", {"corpus_tokens": 0}),
    Case(RETRIEVAL, "a few examples of the form", {**STYLE, "corpus_tokens": 0}),
    Case(RETRIEVAL, "fine-tuning, at", {**STYLE, "examples": 800, "corpus_tokens": 0}),
    Case(RETRIEVAL, "a server of your own keeps read", {**PRIVATE, "corpus_tokens": 5000}),
    Case(RETRIEVAL, "retrieval, with an open embedder", PRIVATE),
    Case(RETRIEVAL, "retrieval on machines of your own, with a few", {**PRIVATE, **STYLE}),
    Case(RETRIEVAL, "an open model, fine-tuned", {**PRIVATE, **STYLE, "examples": 800}),
    Case(RETRIEVAL, "go into every prompt", {"corpus_tokens": 5000}),
    Case(RETRIEVAL, "retrieval, at", {"citations": "yes", "corpus_tokens": 5000}),
    Case(RETRIEVAL, "a few examples of the style", STYLE),
    Case(RETRIEVAL, "fine-tuning, at", {**STYLE, "examples": 800, "changes_per_month": 0}),
    Case(RETRIEVAL, "both", {**STYLE, "examples": 800, "changes_per_month": 4}),
    Case(EMBEDDINGS, "an open embedder", {**PRIVATE, "answer": "label", "examples": 300}),
    Case(EMBEDDINGS, "a full model of your own at first", {**PRIVATE, "answer": "label"}),
    Case(EMBEDDINGS, "of your own for the best twenty", {**PRIVATE, "answer": "ranking"}),
    Case(EMBEDDINGS, "a full model of your own for the words", PRIVATE),
    Case(EMBEDDINGS, "a full model, at", {"corpus_tokens": 0}),
    Case(EMBEDDINGS, "a small classifier", {"answer": "label", "examples": 300}),
    Case(EMBEDDINGS, "a full model at first", {"answer": "label"}),
    Case(EMBEDDINGS, "the best twenty", {"answer": "ranking"}),
    Case(EMBEDDINGS, "a full model for the words"),
]


def said(case: Case, folder: Path) -> tuple[Verdict, Decision]:
    costs = priced(folder, case.toml) if case.toml else CATALOGUE.costs
    found = verdict(case.numbers, case.latency, costs)
    return found, next(entry for entry in found.decisions if entry.topic == case.topic)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.topic}: {case.words}")
def test_what_is_recommended(case: Case, tmp_path: Path) -> None:
    _, decision = said(case, tmp_path)
    assert case.words in decision.choice
    assert decision.because
    assert decision.revisit


def test_every_row_of_every_table_is_recommended_to_somebody(tmp_path: Path) -> None:
    reached = set()
    for case in CASES:
        found, decision = said(case, tmp_path)
        rows = (row for row in CATALOGUE.deciding.tables if row.topic == decision.topic)
        first = next(row for row in rows if fits(row.when, found.facts))
        reached.add(CATALOGUE.deciding.tables.index(first))
    assert reached == set(range(len(CATALOGUE.deciding.tables)))


def test_data_that_may_not_leave_goes_to_no_provider_at_any_price() -> None:
    for quality in ("small", "medium", "large"):
        for requests in (1, 1000, 10**9):
            found = verdict({**PRIVATE, "quality": quality, "requests_per_day": requests})
            (decision,) = (entry for entry in found.decisions if entry.topic == PROVIDER)
            assert not decision.choice.startswith(("a provider", "hybrid"))
            assert any("provider" in other.option for other in decision.ruled_out)


@pytest.mark.parametrize("answer", ["text", "label", "ranking"])
def test_data_that_may_not_leave_is_told_no_price_of_a_provider_elsewhere(answer: str) -> None:
    for more in ({}, STYLE, {**STYLE, "examples": 800}, {"corpus_tokens": 5000}):
        found = verdict({**PRIVATE, **more, "answer": answer})
        for entry in found.decisions:
            if entry.topic in (RETRIEVAL, EMBEDDINGS):
                assert "$" not in entry.choice.replace(" of work a training", "").split("with $")[0]


def test_calls_of_one_request_add_up_in_the_bill_and_in_the_machine() -> None:
    one, three = (verdict({"calls": calls}) for calls in (1, 3))
    assert three.values["api_month"] == pytest.approx(3 * one.values["api_month"])
    assert three.values["capacity"] == pytest.approx(one.values["capacity"] / 3)
    assert three.values["api_p95_ms"] == one.values["api_p95_ms"]


def test_only_the_question_is_embedded_to_find_what_is_read() -> None:
    few, many = (verdict({"input_tokens": tokens}).values for tokens in (100, 5000))
    assert few["finding_month"] == many["finding_month"] < few["embedding_month"]


@pytest.mark.parametrize("peak", [1, 10])
def test_where_the_lines_never_meet_nothing_is_told_of_it(
    catalogue: Catalogue, peak: float
) -> None:
    found = verdict({"peak_factor": peak, **SHORT})
    assert found.chosen
    meets = found.chosen.break_even[0] is not None
    assert ("beyond one machine" in dict(arithmetic(catalogue.deciding, found))) is meets


def test_half_the_price_is_half_the_bill() -> None:
    whole, half = (verdict({"price_share": share}).values for share in (1, 0.5))
    assert half["api_month"] == pytest.approx(whole["api_month"] / 2)


def test_a_machine_at_hand_is_paid_for() -> None:
    rented, own = (
        next(place for place in verdict({"gpu": gpu}).places if place.name == "24gb").values
        for gpu in ("none", "24gb")
    )
    assert own["rent"] == 0 < own["power"] < rented["rent"]
    assert rented["power"] == 0


def test_the_arithmetic_is_shown(catalogue: Catalogue) -> None:
    shown = dict(arithmetic(catalogue.deciding, verdict(MEDIUM)))
    assert f"45 {TIMES} $2.00 a million = $90.00 for reading" in shown["provider"]
    assert "$90.00 + $60.00 = $150 a month by the price list" in shown["provider"]
    assert f"720 {TIMES} $7.90 an hour = $5,688 a month for a rented machine" in shown["break even"]
    assert "beyond one machine" not in shown
    rows = list(volumes(verdict(MEDIUM)))
    assert rows[1] == ("1,000", "$150", "$6,328", "1", "provider")
    assert rows[-1][-1] == "machine"
    assert [row[-1] for row in volumes(verdict(LARGE))] == ["provider"] * len(rows)
