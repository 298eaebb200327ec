"""The data card: what the store was made of, for whoever has to answer for it."""

from collections import Counter
from collections.abc import Sequence
from statistics import median

from ..ports import Chunk
from .ingest import IngestReport

_LISTED = 20


def data_card(report: IngestReport, chunks: Sequence[Chunk], licence: str = "") -> str:
    """Return the card as Markdown.

    `chunks` is all that the store holds. Dates are those of the documents, so the same documents
    give the same card on any day.
    """
    lengths = sorted(len(chunk.text.split()) for chunk in chunks)
    metadata = {chunk.document: chunk.metadata for chunk in chunks}
    dates = sorted(facts["date"] for facts in metadata.values() if facts.get("date"))
    kinds = Counter(facts.get("kind", "unknown") for facts in metadata.values())
    copies = Counter(duplicate.kind for duplicate in report.duplicates)
    facts = {
        "Source": report.source,
        "Licence": licence or "not stated: find out before you publish answers",
        "Documents": f"{report.documents:,} ({_counted(kinds)})",
        "Dated": f"{dates[0]} to {dates[-1]}" if dates else "not stated",
        "Words": f"{report.words:,}",
        "Passages": f"{report.chunks:,}",
        "Words in a passage": f"{lengths[0]} to {lengths[-1]}, half of them up to "
        f"{median(lengths):.0f}",
        "Dropped as copies": f"{copies['exact']:,} exact, {copies['near']:,} near",
        "Documents that could not be used": f"{len(report.problems):,}",
        "Embedder": report.embedder,
    }
    lines = ["# Data card", "", "| | |", "|---|---|"]
    lines += [f"| {name} | {_cell(value)} |" for name, value in facts.items()]
    lines += _section("What could not be used", [str(problem) for problem in report.problems])
    pairs = Counter(
        (duplicate.dropped.document, duplicate.kept.document) for duplicate in report.duplicates
    )
    lines += _section(
        "What was dropped as a copy",
        [
            f"{count} of {dropped}: kept in {kept}"
            for (dropped, kept), count in sorted(pairs.items(), key=lambda pair: (-pair[1], pair))
        ],
    )
    return "\n".join(lines) + "\n"


def _section(title: str, entries: Sequence[str]) -> list[str]:
    if not entries:
        return []
    lines = ["", f"## {title}", "", *(f"- {entry}" for entry in entries[:_LISTED])]
    left = len(entries) - _LISTED
    return [*lines, f"- and {left:,} more"] if left > 0 else lines


def _counted(kinds: Counter[str]) -> str:
    return ", ".join(f"{count:,} {kind}" for kind, count in sorted(kinds.items()))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
