"""A job of a render, killed in its midst and started again, beside one that nothing disturbed.

The job is what `make batch` does when it is given no input: the render's own sample. Where it
stands is read from the metrics that every job serves, so these are tried as well.
"""

import importlib
import json
import os
import shlex
import shutil
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from groundplan.matrix.smoke import exported as metrics
from groundplan.matrix.smoke import steps
from groundplan.matrix.smoke.followed import PORT, Followed, outcomes
from groundplan.matrix.smoke.served import DOCUMENTS, package

# A part of the sample does where the job takes long over it. One that is over before it can be
# killed gets the sample several times over.
PORTIONS = (0.25, 1, 4, 16)
PAUSE = 0.0005
SHOWN = 2000


def main(folder: Path, exported: Path, *lines: str) -> list[str]:
    """Run, kill and resume the job of `make batch`; write the exported metrics' names.

    Args:
        folder: The render.
        exported: Where the names go.
        lines: What `make batch` would run.
    """
    os.environ.update(DOCUMENTS)
    *before, last = lines
    *command, source, target = shlex.split(last)
    followed = Followed()
    # Importing here saves every run from it; what is used is used in forks alone.
    module = package(folder, "batch")
    importlib.import_module(module)
    del sys.modules[module]
    with tempfile.TemporaryDirectory() as scratch:
        job = Job(command, Path(scratch) / f"in{Path(source).suffix}", followed)
        for line in before:
            if code := job.forked(partial(obey, line)):
                return [job.told(f"`{line}`", code)]
        for portion in PORTIONS:
            take(Path(source), job.source, portion)
            try:
                return list(job.faults(Path(target).suffix, portion, exported))
            except TooLate:
                continue
    most = PORTIONS[-1]
    return [f"the job was over before it could be killed, with {most} times its sample, too"]


class TooLate(Exception):
    """The job had nothing left to do when it was killed."""


@dataclass(frozen=True)
class Job:
    """A command that takes an input and an output; beside the input lies what its runs leave.

    `followed` is where a run's metrics appear.
    """

    command: list[str]
    source: Path
    followed: Followed

    def faults(self, suffix: str, portion: float, exported: Path) -> Iterator[str]:
        """What a kill brings to light. Raises TooLate."""
        whole = self.source.with_name(f"whole-{portion}{suffix}")
        resumed = self.source.with_name(f"resumed-{portion}{suffix}")
        if code := self.forked(lambda: self.run(whole)):
            yield self.told("the job", code)
            return
        served = self.served.read_text(encoding="utf-8")
        if not served:
            yield f"the job serves no metrics, although {PORT} is set"
            return
        metrics.save(served, exported)
        code = self.forked(lambda: self.run(resumed, killed=True))
        if code == 0:
            raise TooLate
        if code != -signal.SIGKILL:
            yield self.told("the job", code)
            return
        if code := self.forked(lambda: self.run(resumed)):
            yield self.told("the job, started again after a kill,", code)
            return
        records = outcomes(self.served.read_text(encoding="utf-8"))
        faults = list(differences(whole, resumed))
        if not faults and not records["done"]:
            raise TooLate
        if not records["skipped"]:
            yield "started again after a kill, the job does once more what was done"
        if records.total() != outcomes(served).total():
            yield f"started again after a kill, the job counts {dict(records)} records"
        yield from faults

    def run(self, target: Path, *, killed: bool = False) -> None:
        """In a fork: the job itself, which leaves its metrics behind, or is killed."""
        if killed:
            threading.Thread(target=self.kill, daemon=True).start()
        obey(shlex.join([*self.command, str(self.source), str(target)]))
        self.served.write_text(self.followed.text(), encoding="utf-8")

    def kill(self) -> None:
        """End this process, and what it started, as soon as a record is done."""
        while not self.followed.done():
            time.sleep(PAUSE)
        os.killpg(0, signal.SIGKILL)

    @property
    def served(self) -> Path:
        """The metrics at the end of the last run that came to its end."""
        return self.source.with_name("metrics.txt")

    @property
    def said(self) -> Path:
        """What the last run printed."""
        return self.source.with_name("said.txt")

    def told(self, who: str, code: int) -> str:
        """A run that failed, in a sentence."""
        said = self.said.read_text(encoding="utf-8", errors="replace")
        return f"{who} ended with exit code {code}: {said[-SHOWN:]}"

    def forked(self, work: Callable[[], None]) -> int:
        """The exit code of a fork, in a process group of its own, that does some work."""
        process = os.fork()
        if process == 0:
            os.setpgid(0, 0)
            printed = os.open(self.said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(printed, 1)
            os.dup2(printed, 2)
            code = 1
            try:
                work()
                code = 0
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def obey(line: str) -> None:
    """Run a command line. Raises RuntimeError if it fails, which ends a fork with exit code 1."""
    if faults := steps.command([line]):
        raise RuntimeError("\n".join(faults))


def take(sample: Path, target: Path, portion: float) -> None:
    """Write a part of the rows of a CSV file, or of the records of a JSONL file, or more than all.

    A part has at least four, so that there is something left to do after a kill.
    """
    if portion == 1 or sample.suffix not in (".csv", ".jsonl"):
        shutil.copy(sample, target)
        return
    lines = sample.read_text(encoding="utf-8").splitlines()
    head, rows = (lines[:1], lines[1:]) if sample.suffix == ".csv" else ([], lines)
    rows = [row for row in rows if row.strip()]
    rows = rows[: max(4, round(portion * len(rows)))] * max(1, round(portion))
    if not head and portion > 1:
        records = [json.loads(row) for row in rows]
        rows = [json.dumps(record | {"id": n}) for n, record in enumerate(records, 1)]
    target.write_text("".join(f"{line}\n" for line in [*head, *rows]), encoding="utf-8")


def differences(whole: Path, resumed: Path) -> Iterator[str]:
    """What a resumed job lost, did twice or did otherwise; the order of lines is free."""
    texts = [path.read_text(encoding="utf-8") if path.exists() else "" for path in (whole, resumed)]
    expected, found = (Counter(text.splitlines()) for text in texts)
    for what, lines in (("lacks", expected - found), ("has in excess", found - expected)):
        if lines:
            line = next(iter(lines))[:SHOWN]
            yield f"after a kill the output {what} {lines.total()} lines, such as: {line}"
