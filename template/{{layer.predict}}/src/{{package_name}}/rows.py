"""A row that somebody typed."""

import json
from typing import Any

from .errors import UserError


def parse_row(text: str) -> dict[str, Any]:
    """One row from JSON text. Raises `UserError` unless it is an object."""
    try:
        row = json.loads(text)
    except json.JSONDecodeError as error:
        raise UserError(f"the row is not JSON: {error}") from error
    if not isinstance(row, dict):
        raise UserError('the row has to be a JSON object, as in {"column": 1.5}')
    return row
