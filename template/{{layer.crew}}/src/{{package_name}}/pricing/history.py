"""Past prices: what was sold, and for how much. A CSV file of one's own, or the sample."""

import csv
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from ..offers.offer import Item
from ..rules import Faulty

Part = Literal["train", "fit", "test"]
COLUMNS = ("title", "category", "brand", "condition", "year", "euros")


class Sale(Item):
    """A thing that was sold, and its price in euros."""

    euros: float = Field(gt=0, allow_inf_nan=False)

    @property
    def part(self) -> Part:
        """Where it stands, by a hash of what it is: copies of one thing stand on one side."""
        about = " ".join(str(value) for name, value in self if name != "euros")
        place = hashlib.sha256(about.encode()).digest()[0] % 10
        return "train" if place < 6 else "fit" if place < 8 else "test"


@dataclass(frozen=True)
class History:
    """The sales that can be used, and how many rows were not, each way."""

    source: str
    sales: list[Sale]
    repeated: int
    refused: int

    def of(self, *parts: Part) -> list[Sale]:
        """Return the sales of some parts."""
        return [sale for sale in self.sales if sale.part in parts]


def clean(source: str, rows: Iterable[Mapping[str, str | None]]) -> History:
    """Return the sales of rows: exact repetitions and what breaks the schema are left out."""
    sales = dict[Sale, None]()
    repeated = refused = 0
    for row in rows:
        try:
            sale = Sale.model_validate({name: row.get(name) or None for name in COLUMNS})
        except ValidationError:
            refused += 1
            continue
        repeated += sale in sales
        sales[sale] = None
    return History(source, list(sales), repeated, refused)


def load_history(path: Path) -> History:
    """Read a CSV file with the columns of COLUMNS. Raises Faulty."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            missing = set(COLUMNS) - set(reader.fieldnames or ())
            if missing:
                raise Faulty(f"{path} lacks the column {min(missing)}")
            history = clean(str(path), reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Faulty(f"{path} cannot be read: {error}") from error
    if min(len(history.of(part)) for part in ("train", "fit", "test")) < 10:
        held = len(history.sales)
        raise Faulty(f"{path} holds {held} sales: 100 is the least to learn from")
    return history
