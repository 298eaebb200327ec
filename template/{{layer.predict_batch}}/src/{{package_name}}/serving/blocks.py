"""Cut a file of any size into blocks of rows, so that a job scores many rows at once.

Scoring 500 rows takes hardly longer than scoring one. A block is one line of JSON for the job
runner, and the unit that a killed job repeats.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow
import pyarrow.parquet as parquet

from ..errors import UserError
from ..files import write_lines
from ..table.reading import check_names, header

BLOCK = 500

Rows = list[dict[str, Any]]


def write_blocks(source: Path, target: Path) -> None:
    """Write `target` with one block per line: its first row's number (from 1) and its rows."""
    readers = {".csv": csv_rows, ".parquet": parquet_rows, ".jsonl": json_rows}
    if source.suffix.lower() not in readers:
        raise UserError(f"{source} is none of .csv, .parquet, .jsonl: convert it first")
    if not source.is_file():
        raise UserError(f"{source} does not exist: name a file of rows to score")
    try:
        write_lines(target, lines(readers[source.suffix.lower()](source)))
    except UnicodeDecodeError as error:
        raise UserError(f"{source} is not UTF-8 text: save it in UTF-8") from error
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise UserError(f"{source} cannot be read as CSV: {str(error).strip()}") from error
    except pyarrow.ArrowException as error:
        raise UserError(f"{source} cannot be read as Parquet: {error}") from error


def lines(blocks: Iterator[Rows]) -> Iterator[str]:
    """Each block as JSON."""
    first = 1
    for rows in filter(None, blocks):
        yield json.dumps({"id": first, "rows": rows}, default=str, ensure_ascii=False)
        first += len(rows)


def csv_rows(source: Path) -> Iterator[Rows]:
    """Blocks of a CSV file."""
    check_names(source, header(source))
    for frame in pd.read_csv(source, chunksize=BLOCK):
        yield records(frame)


def parquet_rows(source: Path) -> Iterator[Rows]:
    """Blocks of a Parquet file."""
    with parquet.ParquetFile(source) as file:
        check_names(source, file.schema_arrow.names)
        for batch in file.iter_batches(batch_size=BLOCK):
            yield records(batch.to_pandas())


def records(frame: pd.DataFrame) -> Rows:
    """Rows as mappings, with None where a cell is missing."""
    found = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in found]


def json_rows(source: Path) -> Iterator[Rows]:
    """Blocks of a file with one JSON object per line."""
    rows: Rows = []
    with source.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise UserError(f"{source}, line {number} is not JSON: {error}") from error
            if not isinstance(row, dict):
                raise UserError(f"{source}, line {number} is not a JSON object")
            rows.append(row)
            if len(rows) == BLOCK:
                yield rows
                rows = []
    if rows:
        yield rows
