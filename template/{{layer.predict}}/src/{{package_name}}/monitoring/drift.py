"""Has the world moved away from the training data? One verdict per column.

Numbers: the population stability index over the training deciles, and a Kolmogorov-Smirnov test.
Categories: the same index over the categories, and a chi-square test. A column has drifted when
the index is above 0.2 (the usual bound, from credit scoring: Siddiqi, Credit Risk Scorecards, 2006)
and the test, corrected for the number of columns (Bonferroni), finds the change unlikely to be
chance: large tables make tiny changes significant, small ones make chance look large.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2_contingency, ks_2samp

from ..table.schema import Schema
from ..table.values import as_category, as_number, is_missing

INDEX_BOUND = 0.2
SIGNIFICANCE = 0.01
FEWEST_ROWS = 50
SAMPLE = 2000

Cells = Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class ColumnDrift:
    """One column: its stability index, the corrected p-value, and the verdict."""

    name: str
    index: float
    p_value: float
    drifted: bool
    before: str
    now: str


def describe(schema: Schema, cells: Cells, seed: int = 0) -> dict[str, Any]:
    """How the training rows are spread: the reference, kept with the model."""
    chance = np.random.default_rng(seed)
    found: dict[str, Any] = {}
    for column in schema.columns:
        if column.kind == "number":
            values = numbers(cells[column.name])
            kept = chance.choice(values, min(SAMPLE, len(values)), replace=False)
            found[column.name] = {"numbers": np.sort(kept).tolist()}
        else:
            found[column.name] = {"counts": counts(cells[column.name])}
    return found


def compare(reference: Mapping[str, Any], schema: Schema, cells: Cells) -> list[ColumnDrift]:
    """Compare new rows with the reference, the most drifted column first."""
    found = []
    for column in schema.columns:
        before, now = reference[column.name], cells[column.name]
        if column.kind == "number":
            index, p_value, said = compare_numbers(np.array(before["numbers"]), numbers(now))
        else:
            index, p_value, said = compare_counts(before["counts"], counts(now))
        corrected = min(1.0, p_value * len(schema.columns))
        drifted = index > INDEX_BOUND and corrected < SIGNIFICANCE
        found.append(ColumnDrift(column.name, index, corrected, drifted, *said))
    return sorted(found, key=lambda column: (-column.drifted, -column.index))


def compare_numbers(
    before: NDArray[np.float64], now: NDArray[np.float64]
) -> tuple[float, float, tuple[str, str]]:
    """Stability index, p-value, and the medians before and now."""
    if not len(now):
        return float("inf"), 0.0, (f"median {np.median(before):.4g}", "nothing but gaps")
    edges = np.unique(np.quantile(before, np.linspace(0, 1, 11)))[1:-1]
    shares = [
        np.bincount(np.searchsorted(edges, values), minlength=len(edges) + 1) / len(values)
        for values in (before, now)
    ]
    p_value = float(ks_2samp(before, now).pvalue)
    said = f"median {np.median(before):.4g}", f"median {np.median(now):.4g}"
    return stability_index(shares[0], shares[1]), p_value, said


def compare_counts(
    before: Mapping[str, int], now: Mapping[str, int]
) -> tuple[float, float, tuple[str, str]]:
    """Stability index, p-value, and the commonest category before and now."""
    if not now:
        return float("inf"), 0.0, (f"mostly {commonest(before)}", "nothing but gaps")
    names = sorted({*before, *now})
    table = np.array([[side.get(name, 0) for name in names] for side in (before, now)], float)
    p_value = float(chi2_contingency(table).pvalue) if len(names) > 1 else 1.0
    shares = table / table.sum(axis=1, keepdims=True)
    said = f"mostly {commonest(before)}", f"mostly {commonest(now)}"
    return stability_index(shares[0], shares[1]), p_value, said


def stability_index(before: NDArray[np.float64], now: NDArray[np.float64]) -> float:
    """Population stability index of two sets of shares; 0 means the same."""
    floor = 1e-4
    before, now = np.maximum(before, floor), np.maximum(now, floor)
    return float(np.sum((now - before) * np.log(now / before)))


def numbers(values: Sequence[Any]) -> NDArray[np.float64]:
    """The cells that are numbers."""
    return np.array([n for value in values if (n := as_number(value)) is not None], dtype=float)


def counts(values: Sequence[Any]) -> dict[str, int]:
    """How often each category occurs."""
    names, found = np.unique(
        [as_category(value) for value in values if not is_missing(value)], return_counts=True
    )
    return dict(zip(names.tolist(), found.tolist(), strict=True))


def commonest(found: Mapping[str, int]) -> str:
    """The category that occurs most often."""
    return max(found, key=lambda name: found[name])
