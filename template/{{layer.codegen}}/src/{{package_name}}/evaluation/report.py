"""The leaderboard: one HTML file that needs nothing else, and the same as JSON."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import BaseModel, ValidationError

from ..execution.compiler import Compiler
from ..printing import duration, factor
from ..programs.program import Program
from .leaderboard import Row, digest, ranked
from .thresholds import MEASURES


class Leaderboard(BaseModel):
    """What `leaderboard.json` holds: rows, best first, of one set of programs on one machine."""

    programs: str
    machine: str
    compiler: str
    flags: str
    python: str
    sandbox: str
    rows: list[Row]
    measures: dict[str, float]
    thresholds: dict[str, float]
    shortfalls: list[str]
    refused: dict[str, str]


def leaderboard(
    rows: Sequence[Row],
    programs: Sequence[Program],
    compiler: Compiler,
    sandbox: str,
    measures: Mapping[str, float],
    thresholds: Mapping[str, float],
    shortfalls: Sequence[str],
    refused: Mapping[str, str],
) -> Leaderboard:
    """Return a leaderboard of what was measured here and now."""
    return Leaderboard(
        programs=digest(programs),
        machine=f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        compiler=compiler.version,
        flags=" ".join(compiler.fast),
        python=platform.python_version(),
        sandbox=sandbox,
        rows=ranked(rows),
        measures=dict(measures),
        thresholds=dict(thresholds),
        shortfalls=list(shortfalls),
        refused=dict(refused),
    )


def with_earlier(board: Leaderboard, folder: Path) -> Leaderboard:
    """Return a leaderboard with the rows of translators that were measured before, not now.

    They are taken from `leaderboard.json` if it tells of the same programs, compiler and machine.
    """
    try:
        text = (folder / "leaderboard.json").read_text(encoding="utf-8")
        earlier = Leaderboard.model_validate_json(text)
    except (OSError, ValidationError, UnicodeDecodeError):
        return board
    same = ("programs", "machine", "compiler", "flags", "python")
    if any(getattr(earlier, name) != getattr(board, name) for name in same):
        return board
    now = {row.translator for row in board.rows}
    kept = [row for row in earlier.rows if row.translator not in now]
    return board.model_copy(update={"rows": ranked([*board.rows, *kept])})


def write(board: Leaderboard, folder: Path) -> Path:
    """Write `leaderboard.html` and `leaderboard.json` into a folder; return the first."""
    folder.mkdir(parents=True, exist_ok=True)
    content = json.loads(board.model_dump_json())
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (folder / "leaderboard.json").write_text(text + "\n", encoding="utf-8")
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"factor": factor, "duration": duration}
    page = folder / "leaderboard.html"
    html = environment.get_template("leaderboard.html.j2").render(
        board=board,
        titles=MEASURES,
        programs=[entry.program for entry in board.rows[0].entries] if board.rows else [],
    )
    page.write_text(html, encoding="utf-8")
    return page
