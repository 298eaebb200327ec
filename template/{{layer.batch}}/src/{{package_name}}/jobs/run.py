"""Runs a function over every record of a source and writes one line for each to the target.

Started again with the same files, a job skips the records that have a line already and goes on
with the rest; nothing is lost and nothing is written twice, wherever it was killed.
"""

import json
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from prometheus_client import CollectorRegistry

from .errors import JobError
from .journal import Identities, Journal, open_journal
from .metrics import JobMetrics, served
from .progress import progress_bar
from .records import Record, read_records
from .summary import JobSummary

Work = Callable[[Mapping[str, Any]], Mapping[str, Any]]


@dataclass(frozen=True)
class _Answer:
    record: Record
    line: str
    outcome: str
    fault: str
    seconds: float


def run_job(
    source: Path,
    target: Path,
    work: Work,
    *,
    workers: int = 1,
    progress: bool = True,
    retry_failed: bool = False,
    registry: CollectorRegistry | None = None,
) -> JobSummary:
    """Apply `work` to every JSON object in `source` and write its result to `target`.

    A result gets the record's `id` and its own line, in the order of completion. A record whose
    work raises, and a line that is no record, get a line with `error`. `workers` threads run at
    once, which helps where the work waits for a network or leaves Python. Memory does not grow
    with the source. Raises `JobError` where the job cannot run at all. Ctrl-C and SIGTERM let
    the work under way finish before the run ends with `KeyboardInterrupt`. `registry` may hold
    metrics of the work, which are served beside the job's own.
    """
    if not source.is_file():
        raise JobError(f"{source} is not a file: name a JSONL file to read")
    if target.exists() and source.samefile(target):
        raise JobError(f"{source} cannot be read and written at once: name another target")
    started = time.perf_counter()
    metrics = JobMetrics(registry)
    metrics.source_bytes.set(source.stat().st_size)
    with (
        _stop_signals() as stopped,
        served(metrics),
        open_journal(target, retry_failed=retry_failed) as journal,
        progress_bar(source.stat().st_size, shown=progress) as advance,
    ):
        counts: Counter[str] = Counter()
        first_fault = ""

        def count(record: Record, outcome: str) -> None:
            counts[outcome] += 1
            metrics.records.labels(outcome).inc()
            metrics.read_bytes.inc(record.size)
            advance(record.size)

        remaining = _remaining(source, journal, count)
        for answer in _answers(remaining, work, workers, stopped):
            journal.append(answer.line)
            first_fault = first_fault or answer.fault
            metrics.durations.observe(answer.seconds)
            metrics.last_record.set_to_current_time()
            count(answer.record, answer.outcome)
        if stopped.is_set():
            raise KeyboardInterrupt
    seconds = time.perf_counter() - started
    return JobSummary(
        **counts, failed_before=journal.failed, seconds=seconds, first_fault=first_fault
    )


def _remaining(
    source: Path, journal: Journal, count: Callable[[Record, str], None]
) -> Iterator[Record]:
    """The records that have no line in the target yet, each id once."""
    with closing(Identities()) as met:
        for record in read_records(source):
            if not met.add(record.id):
                print(f"line {record.line} repeats id {record.id!r}: left out", file=sys.stderr)
                count(record, "repeated")
            elif record.id in journal.answered:
                count(record, "skipped")
            else:
                yield record


def _answers(
    records: Iterator[Record], work: Work, workers: int, stopped: threading.Event
) -> Iterator[_Answer]:
    """Answers in the order of completion, with a bounded number of records under way."""
    under_way: list[Future[_Answer]] = []
    with ThreadPoolExecutor(max_workers=workers) as pool:
        for record in records:
            if stopped.is_set():
                under_way = [future for future in under_way if not future.cancel()]
                break
            under_way.append(pool.submit(_answer, record, work))
            if len(under_way) >= 2 * workers:
                yield from _ended(under_way)
        while under_way:
            yield from _ended(under_way)


def _ended(under_way: list[Future[_Answer]]) -> list[_Answer]:
    """Wait until something ends, and take out what has: one worker thus keeps the input's order."""
    wait(under_way, return_when=FIRST_COMPLETED)
    ended = [future for future in under_way if future.done()]
    under_way[:] = [future for future in under_way if future not in ended]
    return [future.result() for future in ended]


def _answer(record: Record, work: Work) -> _Answer:
    started = time.perf_counter()
    outcome, fault = "done", ""
    try:
        if record.fault:
            outcome, fault, result = "malformed", record.fault, {"error": record.fault}
        else:
            result = {name: value for name, value in work(record.content).items() if name != "id"}
            if "error" in result:
                outcome, fault = "failed", str(result["error"])
        line = json.dumps({"id": record.id, **result}, ensure_ascii=False, allow_nan=False)
    except Exception as error:
        outcome, fault = "failed", f"{type(error).__name__}: {error}"
        line = json.dumps({"id": record.id, "error": fault})
    return _Answer(record, line, outcome, fault, time.perf_counter() - started)


@contextmanager
def _stop_signals() -> Iterator[threading.Event]:
    """An event that the first Ctrl-C or SIGTERM sets; a second one ends the process as usual.

    SIGTERM is how a container is stopped. Outside the main thread no signal can be caught.
    """
    stopped = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stopped
        return
    usual = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def restore() -> None:
        for number, handler in usual.items():
            signal.signal(number, handler)

    def stop(number: int, frame: FrameType | None) -> None:
        stopped.set()
        restore()

    for number in usual:
        signal.signal(number, stop)
    try:
        yield stopped
    finally:
        restore()
