"""costs.yml and deciding.yml are held to account like the rest: each fault names file and key."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from groundplan import source
from groundplan.catalogue import load
from groundplan.errors import CatalogueError

COSTS, DECIDING, RAG = (f"blueprints/{name}.yml" for name in ("costs", "deciding", "rag/blueprint"))
Change = Callable[[Any], object]
SMALL = "models.small"

FAULTS: list[tuple[str, str, str, Change]] = [
    (COSTS, f"{SMALL}.luck", "unknown key", lambda held: held["models"]["small"].update(luck=1)),
    (COSTS, SMALL, "greater than", lambda held: held["models"]["small"].update(input_price=-1)),
    (COSTS, SMALL, "missing", lambda held: held["models"]["small"].pop("source")),
    (COSTS, "watts is 0", "only a price", lambda held: held["machines"]["cpu"].update(watts=0)),
    (COSTS, "speeds", "there is no tiny", lambda held: held["speeds"].update(tiny={})),
    (
        COSTS,
        "speeds.small",
        "there is no toaster",
        lambda held: held["speeds"]["small"].update(toaster=held["speeds"]["small"]["cpu"]),
    ),
    (
        DECIDING,
        "numbers.peak_factor",
        "give a number",
        lambda held: held["numbers"]["peak_factor"].update(default=0),
    ),
    (
        DECIDING,
        "worksheet.provider.requests",
        "reads moons",
        lambda held: held["worksheet"]["provider"][0]["times"].append("moons"),
    ),
    (
        DECIDING,
        "worksheet.provider.requests",
        "reads api_month",
        lambda held: held["worksheet"]["provider"][0]["times"].append("api_month"),
    ),
    (
        DECIDING,
        "facts.rich",
        "reads gold",
        lambda held: held["facts"].update(rich=[["one", "gold"]]),
    ),
    (DECIDING, "bounds.moon", "no such", lambda held: held["bounds"].update(moon=[0, 1])),
    (DECIDING, "left_out.moon", "no such part", lambda held: held["left_out"].update(moon=[])),
    (
        DECIDING,
        "tables.0.when",
        "no fact mood",
        lambda held: held["tables"][0]["when"].update(mood=["yes"]),
    ),
    (
        DECIDING,
        "tables.0",
        "quotes 'nonsense'",
        lambda held: held["tables"][0].update(because="of {nonsense}"),
    ),
    (RAG, "usage.0.when.luck", "no such", lambda held: held["usage"][0]["when"].update(luck=["x"])),
    (
        RAG,
        "usage.0.numbers.quality",
        "no machine",
        lambda held: held["usage"][0].update(numbers={"quality": "large"}),
    ),
    (
        RAG,
        "usage.0.numbers.gpu",
        "at hand",
        lambda held: held["usage"][0].update(numbers={"gpu": "24gb"}),
    ),
    (RAG, "usage.0.numbers", "unknown", lambda held: held["usage"][0]["numbers"].update(luck=1)),
    (
        RAG,
        "usage.0.numbers",
        "from 1",
        lambda held: held["usage"][0].update(numbers={"input_tokens": 0}),
    ),
]


@pytest.mark.parametrize(
    ("file", "key", "fault", "change"), FAULTS, ids=[f"{f[1]}-{f[2]}" for f in FAULTS]
)
def test_a_fault_names_file_and_key(file: str, key: str, fault: str, change: Change) -> None:
    read = source.read()
    documents = deepcopy(dict(read.documents))
    change(documents[file])
    with pytest.raises(CatalogueError) as caught:
        load(source.Source(documents, read.files))
    assert caught.value.file == file
    assert key in caught.value.key
    assert fault in str(caught.value)
