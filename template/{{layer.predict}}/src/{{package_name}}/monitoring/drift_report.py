"""The drift report: logged predictions, or a file, held against the training rows.

Exit codes for a scheduler: 0 no drift, 3 drift, 4 too few rows to say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..files import write_json, write_text
from ..learning.page import page, section, table
from ..ports import Registry
from ..registry.model_files import load_model
from ..settings import PredictSettings
from ..table.encoding import encode_cells
from ..table.reading import read_table
from ..table.schema import Schema
from .drift import FEWEST_ROWS, ColumnDrift, compare
from .prediction_log import PredictionLog

NO_DRIFT, DRIFT, TOO_FEW = 0, 3, 4


@dataclass(frozen=True)
class DriftReport:
    """The verdict on all columns together."""

    rows: int
    columns: list[ColumnDrift]
    code: int
    sentence: str
    path: Path


def drift_report(
    settings: PredictSettings, registry: Registry, log: PredictionLog, data: Path | None = None
) -> DriftReport:
    """Compare the rows that the champion answered, or those of `data`, with its training rows."""
    champion = registry.champion()
    if champion is None:
        return finish(settings, 0, [], TOO_FEW, "there is no champion yet: run `make train`")
    files = load_model(champion.folder)
    if data is None:
        rows = [entry.row for entry in log.read(version=champion.number)]
        cells: dict[str, list[Any]] = {
            name: [row.get(name) for row in rows] for name in files.schema.names
        }
        count = len(rows)
    else:
        frame = read_table(data)
        cells = {name: frame[name].tolist() for name in files.schema.names if name in frame}
        count = len(frame)
    require_columns(files.schema, cells)
    if count < FEWEST_ROWS:
        sentence = f"{count} rows are too few to tell: at least {FEWEST_ROWS} are needed"
        return finish(settings, count, [], TOO_FEW, sentence)
    columns = compare(files.reference, files.schema, cells)
    drifted = [column.name for column in columns if column.drifted]
    if drifted:
        sentence = f"drift in {len(drifted)} of {len(columns)} columns: {', '.join(drifted[:5])}"
        return finish(settings, count, columns, DRIFT, sentence)
    return finish(settings, count, columns, NO_DRIFT, f"no drift in {count:,} rows")


def require_columns(schema: Schema, cells: dict[str, list[Any]]) -> None:
    """Raise `DataError` if a column of the schema is absent; odd values are what we look for."""
    absent = [name for name in schema.names if name not in cells]
    if absent:
        encode_cells(schema, cells, 0)


def finish(
    settings: PredictSettings,
    rows: int,
    columns: Sequence[ColumnDrift],
    code: int,
    sentence: str,
) -> DriftReport:
    """Write the report as HTML for a person and as JSON for a program."""
    body = [
        section(
            "Column by column",
            table(
                ["column", "stability index", "p-value", "training", "now", "verdict"],
                [
                    [
                        column.name,
                        f"{column.index:.3f}",
                        f"{column.p_value:.2g}",
                        column.before,
                        column.now,
                        "drift" if column.drifted else "stable",
                    ]
                    for column in columns
                ],
            ),
            "<p>Drift: index above 0.2 and p-value (corrected) below 0.01.</p>",
        )
    ]
    path = settings.reports / "drift.html"
    write_text(path, page("Drift", f"{sentence[0].upper()}{sentence[1:]}.", body))
    summary = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "rows": rows,
        "code": code,
        "sentence": sentence,
        "drifted": [column.name for column in columns if column.drifted],
    }
    write_json(settings.state / "drift.json", summary)
    return DriftReport(rows, list(columns), code, sentence, path)
