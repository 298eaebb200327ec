"""How a single cell is understood, the same for a file and for a request."""

import math


def is_missing(value: object) -> bool:
    """None, NaN, pandas' NA and NaT, and blank text count as missing."""
    if value is None:
        return True
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, float):
        return math.isnan(value)
    return type(value).__name__ in {"NAType", "NaTType"}


def as_number(value: object) -> float | None:
    """The cell as a finite number, or None where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def as_category(value: object) -> str:
    """The cell as text; 3 and 3.0 are the same category, since a gap turns integers into floats."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
