"""Read a CSV or Parquet file into a data frame, or say in one sentence why that cannot be."""

import csv
from collections import Counter
from pathlib import Path

import pandas as pd
import pyarrow
import pyarrow.parquet as parquet

from ..errors import UserError


def read_table(path: Path) -> pd.DataFrame:
    """Read the whole table. Raises `UserError` for a file that is no table or holds no rows."""
    if not path.is_file():
        raise UserError(f"{path} does not exist: name a CSV or Parquet file with DATA=path")
    if path.suffix.lower() not in {".csv", ".parquet"}:
        raise UserError(f"{path} is neither .csv nor .parquet: convert it to one of them first")
    try:
        is_csv = path.suffix.lower() == ".csv"
        check_names(path, header(path) if is_csv else parquet.read_schema(path).names)
        frame = pd.read_csv(path, low_memory=False) if is_csv else pd.read_parquet(path)
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not UTF-8 text: save it as a CSV file in UTF-8") from error
    except (csv.Error, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise UserError(f"{path} cannot be read as CSV: {str(error).strip()}") from error
    except (pyarrow.ArrowException, OSError) as error:
        raise UserError(f"{path} cannot be read: {error}") from error
    if frame.empty:
        raise UserError(f"{path} has a header and no rows: there is nothing to learn from")
    return frame


def header(path: Path) -> list[str]:
    """The names in the first line of a CSV file, as they stand: pandas would rename twins."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file), [])


def check_names(path: Path, names: list[str]) -> None:
    """Refuse a file without names, with a name twice, or with an empty one."""
    if not names:
        raise UserError(f"{path} is empty: its first line has to name the columns")
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise UserError(f"{path} has the column '{twice[0]}' twice: rename or remove one")
    if any(not name.strip() for name in names):
        raise UserError(f"{path} has a column without a name (number {names.index('') + 1})")
