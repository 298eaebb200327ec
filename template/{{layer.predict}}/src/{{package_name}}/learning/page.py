"""The look of every report: one HTML file that needs nothing else, readable in light and dark."""

from collections.abc import Iterable, Sequence
from html import escape

STYLE = """
:root { color-scheme: light dark; --ink: #1f2933; --soft: #5b6770; --line: #dde3e8; --page: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6eaee; --soft: #a3adb5; --line: #3a444c; --page: #181c20; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page);
  max-width: 1080px; margin: 2.5rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; margin-bottom: .2rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
p.lead { color: var(--soft); margin-top: 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .9rem .35rem 0; border-bottom: 1px solid var(--line);
  text-align: right; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; } th { font-weight: 600; }
tr.marked td { font-weight: 700; }
.figures { display: grid; gap: 1.5rem;
  grid-template-columns: repeat(auto-fit, minmax(min(440px, 100%), 1fr)); }
figure { margin: 0; border: 1px solid var(--line); border-radius: 8px; padding: 1rem; }
figure svg { width: 100%; height: auto; background: #fff; border-radius: 4px; }
figcaption { color: var(--soft); font-size: .88rem; } figure h3 { margin: 0 0 .5rem; }
"""


def page(title: str, lead: str, parts: Iterable[str]) -> str:
    """A whole HTML page; `parts` are finished HTML, title and lead are plain text."""
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>\n"
        f'<body><h1>{escape(title)}</h1><p class="lead">{escape(lead)}</p>\n'
        + "\n".join(parts)
        + "\n</body></html>\n"
    )


def section(title: str, *parts: str) -> str:
    """A headed part of a page."""
    return f"<section><h2>{escape(title)}</h2>{''.join(parts)}</section>"


def table(head: Sequence[str], rows: Iterable[Sequence[str]], marked: str = "") -> str:
    """A table of plain text; the row whose first cell is `marked` stands out."""
    lines = []
    for row in rows:
        kind = ' class="marked"' if marked and row[0] == marked else ""
        lines.append(f"<tr{kind}>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>")
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    return (
        f'<div class="scroll"><table><thead><tr>{top}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def figure(title: str, caption: str, svg: str) -> str:
    """A picture with its title and caption; `svg` is trusted markup."""
    return (
        f"<figure><h3>{escape(title)}</h3>{svg}<figcaption>{escape(caption)}</figcaption></figure>"
    )
