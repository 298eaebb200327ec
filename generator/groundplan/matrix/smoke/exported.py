"""The names of the metrics that a render exports, as rules and dashboards use them."""

import json
import re
from pathlib import Path

_TYPE = re.compile(r"^# TYPE (\S+) (\w+)$", re.MULTILINE)
_SUFFIXES = {"histogram": ("_bucket", "_sum", "_count"), "summary": ("", "_sum", "_count")}


def names(text: str) -> set[str]:
    """Every name in Prometheus's text format; what has no sample yet is announced all the same."""
    return {
        name + suffix for name, kind in _TYPE.findall(text) for suffix in _SUFFIXES.get(kind, ("",))
    }


def save(text: str, path: Path) -> None:
    """Write the names as a JSON list for the process that reads rules and dashboards."""
    path.write_text(json.dumps(sorted(names(text))), encoding="utf-8")
