"""Which model? Every candidate holds the same dialogues; the report sets quality against the rest.

A candidate is the name of a model at the places that models.toml describes, `local:` or `hosted:`
before it where there are both. `rules` is the one that needs none.
"""

import math
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from xml.sax.saxutils import escape

from langchain_core.language_models import BaseChatModel

from ..language_models.gateway import Gateway
from ..language_models.settings import LanguageModelSettings
from .expected import FaultySet
from .run import Outcome, scores

RULES = "rules"
_PLACES = ("local", "hosted")
_VARIABLES = ("LOCAL_MODEL_NAME", "HOSTED_MODEL_NAME")


@dataclass(frozen=True)
class Row:
    """What was measured of a candidate: shares, and per turn seconds, tokens and US dollars."""

    name: str
    success: float
    memory: float
    safety: float
    median: float
    p95: float
    tokens: float
    cost: float


def build(name: str) -> BaseChatModel | None:
    """Return the model of a candidate, None for the rules. Raises FaultySet."""
    if name == RULES:
        return None
    # Whoever compares no model reads of none.
    from ..language_models.sources import build_sources

    place, colon, rest = name.partition(":")
    model = rest if colon and place in _PLACES else name
    # No answer comes from memory: it would count as the candidate's speed.
    settings = LanguageModelSettings(cache_entries=0)
    with _named(model):
        sources = build_sources(settings)
    fitting = [one for one in sources if model == name or one.place == place]
    if not fitting:
        raise FaultySet(f"no place is configured for the model {name}: see README.md")
    return Gateway.over(fitting[:1], settings)


@contextmanager
def _named(model: str) -> Iterator[None]:
    """For a moment, every place has this model: the settings are read from the environment."""
    before = {name: os.environ.get(name) for name in _VARIABLES}
    os.environ.update(dict.fromkeys(_VARIABLES, model))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def row(name: str, outcomes: list[Outcome]) -> Row:
    """Return what was measured of a candidate."""
    measured = scores(outcomes)
    seconds = sorted(second for one in outcomes for second in one.seconds) or [0.0]
    cuts = quantiles(seconds, n=20, method="inclusive") if len(seconds) > 1 else seconds * 19
    shares = (measured["success"], measured["memory"], measured["safety"])
    return Row(name, *shares, cuts[9], cuts[18], measured["tokens"], measured["cost"])


def report(rows: Sequence[Row], folder: Path) -> Path:
    """Write `models.md` and its chart; return the first."""
    lines = ["# Models", "", "The same dialogues; seconds, tokens and US$ are of a turn.", ""]
    lines += ["| model | success | memory | safety | median s | p95 s | tokens | US$ |"]
    lines += ["|---|---|---|---|---|---|---|---|"]
    for one in sorted(rows, key=lambda one: (-one.success, one.cost, one.median)):
        lines.append(
            f"| {one.name} | {one.success:.2f} | {one.memory:.2f} | {one.safety:.2f} "
            f"| {one.median:.2f} | {one.p95:.2f} | {one.tokens:,.0f} | {one.cost:.5f} |"
        )
    lines += ["", "![Success against seconds](models.svg)", "", "The larger, the more it costs."]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "models.svg").write_text(chart(rows), encoding="utf-8")
    page = folder / "models.md"
    page.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return page


def chart(rows: Sequence[Row]) -> str:
    """Return success against the median seconds (logarithmic), cost as the size of the mark."""
    width, height, left, top = 640, 360, 60, 20
    right, bottom = width - 130, height - 50
    slow = [max(one.median, 0.001) for one in rows]
    low = math.floor(math.log10(min(slow)))
    high = max(low + 1, math.ceil(math.log10(max(slow))))
    dear = max((one.cost for one in rows), default=0.0) or 1.0

    def across(seconds: float) -> float:
        share = (math.log10(max(seconds, 0.001)) - low) / (high - low)
        return left + share * (right - left)

    def up(share: float) -> float:
        return bottom - share * (bottom - top)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
    ]
    for share in (0, 0.25, 0.5, 0.75, 1):
        y = up(share)
        parts.append(f'<path d="M{left} {y:.0f}H{right}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 8}" y="{y + 4:.0f}" text-anchor="end">{share:.0%}</text>')
    for power in range(low, high + 1):
        x = across(10.0**power)
        parts.append(
            f'<text x="{x:.0f}" y="{bottom + 18}" text-anchor="middle">{10.0**power:g} s</text>'
        )
    middle = (left + right) / 2
    parts.append(
        f'<text x="{middle:.0f}" y="{height - 10}" text-anchor="middle">median of a turn</text>'
    )
    for one in rows:
        x, y, radius = across(one.median), up(one.success), 5 + 10 * math.sqrt(one.cost / dear)
        parts.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.1f}" fill="#2563eb80"/>')
        text = escape(one.name[-28:])
        parts.append(f'<text x="{x + radius + 4:.0f}" y="{y + 4:.0f}">{text}</text>')
    return "\n".join([*parts, "</svg>", ""])
