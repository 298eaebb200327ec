"""Past sales of the sample's market: noisy, as such tables are."""

from collections.abc import Iterator
from random import Random

from .market import CATEGORIES, any_bicycle


def sales(count: int, seed: int = 1) -> Iterator[dict[str, str]]:
    """Yield rows: some incomplete, mislabelled, repeated, ten times too high or impossible."""
    random = Random(f"sales {seed}")
    for _ in range(count):
        bicycle = any_bicycle(random)
        category = bicycle.category
        if random.random() < 0.03:
            category = random.choice(list(CATEGORIES))
        euros = bicycle.fair * random.lognormvariate(0, 0.08)
        if random.random() < 0.02:
            euros *= random.choice((0.1, 10))
        row = {
            "title": bicycle.title,
            "category": category,
            "brand": bicycle.brand,
            "condition": bicycle.condition if random.random() > 0.08 else "",
            "year": str(bicycle.year) if random.random() > 0.05 else "",
            "euros": f"{euros:.0f}" if random.random() > 0.01 else "0",
        }
        yield row
        if random.random() < 0.04:
            yield row
