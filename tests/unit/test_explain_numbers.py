"""A person's numbers and prices: where they come from, and one sentence for each that cannot be."""

import inspect
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from groundplan.catalogue import Catalogue
from groundplan.deciding.cli import explain
from groundplan.deciding.figures import overwritten
from groundplan.deciding.numbers import said
from groundplan.errors import UsageError

from .conftest import Outcome

Command = Callable[..., Outcome]
RAG = ("explain", "-d", "problem=rag")


def costs(command: Command, *arguments: str) -> dict[str, dict[str, object]]:
    """What `groundplan explain --json` says of costs."""
    done = command(*RAG, *arguments, "--json")
    assert done.code == 0, done.error
    document: dict[str, dict[str, object]] = json.loads(done.output)["costs"]
    return document


def test_every_number_is_an_option(catalogue: Catalogue) -> None:
    options = set(inspect.signature(explain).parameters)
    others = {"context", "data", "preset", "as_json", "numbers", "prices"}
    assert options - others == set(catalogue.deciding.numbers)


def test_an_option_goes_before_the_file_and_the_file_before_the_usual(
    command: Command, tmp_path: Path
) -> None:
    (tmp_path / "mine.toml").write_text(
        'requests_per_day = 500\ninput_tokens = 900\nquality = "medium"\nprivate_data = true\n'
    )
    found = costs(command, "--numbers", "mine.toml", "--requests-per-day", "7", "--gpu", "80gb")
    taken = found["numbers"]
    assert (taken["requests_per_day"], taken["input_tokens"]) == (7, 900)
    assert [taken[name] for name in ("quality", "private_data", "gpu")] == ["medium", "yes", "80gb"]
    assert taken["output_tokens"] == 120  # the blueprint's
    assert taken["examples"] == 0  # everybody's


def test_json_holds_everything_and_the_text_only_what_was_asked_for(command: Command) -> None:
    found = costs(command)
    assert set(found["machines"]) == {"cpu", "24gb", "80gb"}
    assert found["break_even"] == {"from_requests_per_day": None, "to_requests_per_day": None}
    assert "source" in str(found["sources"]["models.small"])
    text = " ".join(command(*RAG).output.split())
    assert "add your numbers, as in --requests-per-day 20000" in text
    assert "arithmetic" not in text
    text = " ".join(command(*RAG, "--requests-per-day", "2000").output.split())
    assert "2,000 requests a day" in text
    assert "$12.60 a month by the price list" in text
    assert "not checked" in text


def test_where_no_model_is_asked_there_is_nothing_to_weigh(command: Command) -> None:
    for data in ("problem=predict", "latency=realtime"):
        done = command("explain", "-d", data, "--json")
        assert json.loads(done.output)["costs"] is None
        assert (
            "so there is nothing to weigh"
            in command("explain", "-d", data, "--requests-per-day", "5").sentence()
        )


def test_prices_of_ones_own(command: Command, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("[models.small]\ninput_price = 0\noutput_price = 0\n")
    found = costs(command, "--prices", "mine.toml")
    assert found["values"]["api_month"] == 0
    source = found["sources"]["models.small"]["source"]  # type: ignore[index]
    assert source.endswith("; input_price, output_price from mine.toml of your own")


OPTIONS = [
    (("--requests-per-day", "0"), "give a number from 1 to 1,000,000,000"),
    (("--requests-per-day", "-5"), "give a number from 1"),
    (("--requests-per-day", "nan"), "give a number from 1"),
    (("--requests-per-day", "inf"), "give a number from 1"),
    (("--requests-per-day", "1e300"), "give a number from 1"),
    (("--requests-per-day", "many"), "Invalid value for '--requests-per-day'"),
    (("--output-tokens", "0"), "--output-tokens is 0.0"),
    (("--quality", "huge"), "choose one of small, medium, large"),
    (("--gpu", "8gb"), "choose one of none, 24gb, 80gb, 2x80gb"),
    (("--cached-tokens", "5000"), "more than the 1,500 input_tokens"),
    (("--numbers", "none.toml"), "none.toml cannot be read: No such file"),
    (("--numbers", "."), "cannot be read: Is a directory"),
    (("--prices", "none.toml"), "none.toml cannot be read: No such file"),
]


@pytest.mark.parametrize(("arguments", "words"), OPTIONS, ids=[" ".join(a) for a, _ in OPTIONS])
def test_options_that_cannot_be(command: Command, arguments: tuple[str, ...], words: str) -> None:
    done = command(*RAG, *arguments)
    assert words in done.sentence()
    assert done.code == 2


FILES = [
    ("numbers", "requests_per_dya = 5", "there is no requests_per_dya: did you mean requests_per"),
    ("numbers", "zebra = 5", "there is no zebra: there are requests_per_day, calls, input_tokens"),
    ("numbers", "requests_per_day = true", "give a number from"),
    ("numbers", 'requests_per_day = "5"', "give a number from"),
    ("numbers", "requests_per_day = [5]", "give a number from"),
    ("numbers", 'private_data = "maybe"', "choose one of no, yes"),
    ("numbers", "[quality]\nsmall = 1", "choose one of small"),
    ("numbers", "requests_per_day = nan", "is nan: give a number from"),
    ("numbers", "requests_per_day: 5", "is not TOML"),
    ("numbers", "\x00", "is not TOML"),
    ("prices", "[models.smal]\ninput_price = 1", "there is no smal: did you mean small?"),
    ("prices", "[models.small]\ninput_prize = 1", "did you mean input_price?"),
    ("prices", "[zebra]", "there is no zebra: there are models, machines, speeds, other"),
    ("prices", "[models.small]\ninput_price = -1", "input_price: input should be greater than"),
    ("prices", "[models.small]\ninput_price = nan", "input_price: input should be a finite"),
    ("prices", "[models.small]\ninput_price = 1e300", "input_price: input should be less than"),
    ("prices", '[models.small]\ninput_price = "1"', "input_price: input should be a valid number"),
    ("prices", "[models.small.input_price]\nx = 1", "input_price has to be one value"),
    ("prices", "models = 1", "models has to be a table"),
    ("prices", "[speeds.small.24gb]\nprefill = 0", "prefill is 0: only a price can be nothing"),
    ("prices", "[speeds.small.24gb]\nprefill = 1e-300", "only a price can be nothing"),
    (
        "prices",
        "[other.planning]\nutilisation = 5",
        "utilisation is 5: it has to be from 0.01 to 1",
    ),
    ("prices", "[other.planning]\noutage_share = 20", "it has to be from 0 to 1"),
    ("prices", "[machines.24gb]\ndate = 7", "date"),
]


@pytest.mark.parametrize(("kind", "toml", "words"), FILES, ids=[f"{k} {t}" for k, t, _ in FILES])
def test_files_that_cannot_be(
    catalogue: Catalogue, tmp_path: Path, kind: str, toml: str, words: str
) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(toml)
    read: dict[str, Callable[[], object]] = {
        "numbers": lambda: said(catalogue.deciding, mine, {}),
        "prices": lambda: overwritten(catalogue.costs, catalogue.deciding, mine),
    }
    with pytest.raises(UsageError) as caught:
        read[kind]()
    assert words in str(caught.value)
    assert "mine.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_text(command: Command, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_bytes(b"\xff\xfe")
    done = command(*RAG, "--prices", "mine.toml")
    assert "is not TOML" in done.sentence()
    assert done.code == 2
