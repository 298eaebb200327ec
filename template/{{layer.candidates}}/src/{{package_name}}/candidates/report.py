"""The report of a comparison: `models.md`, and `models.svg` with quality against cost."""

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from .rows import NEARLY, Row, best_value

_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 640, 360, 60, 20, 470, 310


def write(rows: Sequence[Row], folder: Path, unit: str) -> Path:
    """Write both files; return the first. Seconds, tokens and US dollars are of one `unit`."""
    best = best_value(rows)
    names = list(rows[0].quality)
    heads = ["candidate", "model", *names]
    heads += ["unanswered", "median s", "p95 s", "tokens", "US$", "beaten by"]
    lines = ["# Models", "", f"All answered the same; seconds, tokens and US$ are of a {unit}.", ""]
    lines += [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for one in sorted(rows, key=lambda one: (-one.ranked_by, one.cost, one.median)):
        shares = " | ".join(f"{value:.2f}" for value in one.quality.values())
        beaten = ", ".join(other.label for other in rows if other.beats(one))
        label = f"**{one.label}**" if one is best else one.label
        lines.append(
            f"| {label} | {one.model} | {shares} | {one.unanswered} of {one.cases} "
            f"| {one.median:.2f} | {one.p95:.2f} | {one.tokens:,.0f} | {one.cost:.6f} | {beaten} |"
        )
    lines += ["", f"Beaten is what another equals or betters in {names[0]}, median s and US$."]
    if best:
        lines += [
            f"Best value: **{best.label}**, the cheapest of those within {NEARLY} of the best in "
            f"{names[0]}; one case makes {1 / max(1, best.cases):.2f}.",
        ]
    lines += ["", f"![{names[0]} against cost](models.svg)"]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "models.svg").write_text(chart(rows, unit), encoding="utf-8")
    page = folder / "models.md"
    page.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return page


def chart(rows: Sequence[Row], unit: str) -> str:
    """Return the quality that ranks against cost as SVG: beaten ones hollow, the best value green.

    The line joins those that nothing cheaper equals.
    """
    dear, best = max(one.cost for one in rows) or 1.0, best_value(rows)

    def place(one: Row) -> tuple[float, float]:
        across = _LEFT + one.cost / dear * (_RIGHT - _LEFT)
        return across, _BOTTOM - one.ranked_by * (_BOTTOM - _TOP)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
    ]
    for share in (0, 0.25, 0.5, 0.75, 1):
        y = _BOTTOM - share * (_BOTTOM - _TOP)
        parts.append(f'<path d="M{_LEFT} {y:.0f}H{_RIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4:.0f}" text-anchor="end">{share:.0%}</text>')
    for share in (0, 0.5, 1):
        x, text = _LEFT + share * (_RIGHT - _LEFT), f"${share * dear * 1000:.3g}"
        parts.append(f'<text x="{x:.0f}" y="{_BOTTOM + 18}" text-anchor="middle">{text}</text>')
    middle, below = (_LEFT + _RIGHT) / 2, _HEIGHT - 10
    about = f"US$ for a thousand {unit}s"
    parts.append(f'<text x="{middle:.0f}" y="{below}" text-anchor="middle">{about}</text>')
    front = [place(one) for one in _front(rows)]
    points = " ".join(f"{x:.0f},{y:.0f}" for x, y in front)
    parts.append(f'<polyline points="{points}" fill="none" stroke="#94a3b8"/>')
    for one in rows:
        x, y = place(one)
        beaten = any(other.beats(one) for other in rows)
        fill = "#16a34a" if one is best else "white" if beaten else "#2563eb"
        circle = f'<circle cx="{x:.0f}" cy="{y:.0f}" r="6" fill="{fill}" stroke="#2563eb"/>'
        label = escape(f"{one.label}, {one.median:.2g} s")
        parts += [circle, f'<text x="{x + 10:.0f}" y="{y + 4:.0f}">{label}</text>']
    return "\n".join([*parts, "</svg>", ""])


def _front(rows: Sequence[Row]) -> list[Row]:
    """Those that nothing cheaper equals in quality, the cheapest first."""
    found: list[Row] = []
    for one in sorted(rows, key=lambda one: (one.cost, -one.ranked_by)):
        if not found or one.ranked_by > found[-1].ranked_by:
            found.append(one)
    return found
