"""Score a file of rows as a job: `python -m` this module with INPUT and OUTPUT.

INPUT is CSV, Parquet or JSONL and may be larger than memory; OUTPUT, of any of the three kinds,
gets one line per row, in order: its number, and the answer or the error. Killed at any moment and
started again, the job goes on where it was. Exit code 1 when a row was refused; the others are
answered.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from .errors import DataError, UserError
from .explaining import explained
from .files import write_lines
from .jobs import JobError, run_job
from .monitoring.prediction_log import PredictionLog
from .serving.blocks import write_blocks
from .serving.runtime import model_source
from .serving.scorer import Scorer
from .settings import PredictSettings
from .wiring import build_log


def score_file(
    source: Path, target: Path, scorer: Scorer, log: PredictionLog, state: Path
) -> tuple[int, int]:
    """Score `source` into `target`; return how many rows were answered and refused."""
    if target.suffix.lower() not in {".csv", ".parquet", ".jsonl"}:
        raise UserError(f"{target} is none of .csv, .parquet, .jsonl: name one of these")
    folder = state / "jobs" / fingerprint(source, scorer.version)
    blocks, results = folder / "blocks.jsonl", folder / "results.jsonl"
    if not blocks.exists():
        write_blocks(source, blocks)
    check_columns(blocks, scorer)

    def work(block: Mapping[str, Any]) -> dict[str, Any]:
        return {"answers": score_block(block, scorer, log)}

    try:
        run_job(blocks, results, work)
    except JobError as error:
        raise UserError(str(error)) from error
    refused = assemble(results, target)
    answered = sum(1 for _ in rows_of(results)) - refused
    shutil.rmtree(folder)
    return answered, refused


def fingerprint(source: Path, version: int) -> str:
    """A name for this input under this model: a changed file, or a new champion, starts afresh."""
    if not source.is_file():
        raise UserError(f"{source} does not exist: name a file of rows to score")
    about = source.stat()
    key = f"{source.resolve()} {about.st_size} {about.st_mtime_ns} {version}"
    return f"{source.stem}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def check_columns(blocks: Path, scorer: Scorer) -> None:
    """Refuse a file that has no rows, or lacks a column that every row needs."""
    with blocks.open(encoding="utf-8") as file:
        first = file.readline()
    if not first:
        raise UserError("the file has no rows: there is nothing to score")
    present = {name for row in json.loads(first)["rows"] for name in row}
    needed = {column.name for column in scorer.schema.columns if not column.optional}
    if needed - present:
        raise UserError(f"the file lacks the column '{min(needed - present)}' of the schema")


def score_block(
    block: Mapping[str, Any], scorer: Scorer, log: PredictionLog
) -> list[dict[str, Any]]:
    """The answers of one block, each with its row's number; a refused row bears its error."""
    known = scorer.schema.names
    rows = [{name: row.get(name) for name in known} for row in block["rows"]]
    try:
        answers = [answer.model_dump() for answer in scorer.score(rows)]
    except DataError:
        answers = [score_alone(row, scorer) for row in rows]
    good = [place for place, answer in enumerate(answers) if "error" not in answer]
    log.append(scorer.version, [rows[p] for p in good], [answers[p] for p in good])
    return [{"row": block["id"] + place, **answer} for place, answer in enumerate(answers)]


def score_alone(row: Mapping[str, Any], scorer: Scorer) -> dict[str, Any]:
    """One row of a block in which some row broke the schema."""
    try:
        return scorer.score([row])[0].model_dump()
    except DataError as error:
        rules = (f"column '{fault.column}': {fault.rule}" for fault in error.violations)
        return {"error": "; ".join(rules)}


def rows_of(results: Path) -> Iterator[dict[str, Any]]:
    """Every answer of a finished job, in the order of the rows."""
    with results.open(encoding="utf-8") as file:
        for line in file:
            yield from json.loads(line)["answers"]


def assemble(results: Path, target: Path) -> int:
    """Write the answers in the form that the name of `target` asks for; count the refused."""
    refused = sum(1 for row in rows_of(results) if "error" in row)
    if target.suffix.lower() == ".jsonl":
        write_lines(target, (json.dumps(row, ensure_ascii=False) for row in rows_of(results)))
        return refused
    frame = pd.json_normalize(list(rows_of(results)))
    draft = target.with_name(f".{target.name}.part")
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix.lower() == ".csv":
        frame.to_csv(draft, index=False)
    else:
        frame.to_parquet(draft, index=False)
    draft.replace(target)
    return refused


def main(
    source: Annotated[Path, typer.Argument(metavar="INPUT", help="CSV, Parquet or JSONL")],
    target: Annotated[Path, typer.Argument(metavar="OUTPUT", help="CSV, Parquet or JSONL")],
) -> None:
    """Score every row of INPUT with the champion and write OUTPUT."""
    with explained(UserError, OSError):
        settings = PredictSettings()
        scorer = model_source(settings).load()
        answered, refused = score_file(source, target, scorer, build_log(settings), settings.state)
    typer.echo(f"{answered:,} rows answered, {refused:,} refused: {target}")
    if refused:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
