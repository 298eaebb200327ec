"""What is done with a program and a translation of it: run, build, compare, time."""

import json
import secrets
import statistics
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..programs.program import Program
from ..programs.signature import Unfit, conform, encode
from ..sandbox.sandbox import Finished, Sandbox
from .compiler import Compiler
from .complaints import of_compiler, of_run
from .results import Rejected, Result, differ, rejection, results
from .sources import write_sources

_RUN_PYTHON = str(Path(__file__).with_name("run_python.py"))
FAST, CHECKED, CALLER = "./fast", "./checked", "caller.o"


class NotTranslatable(ValueError):
    """The Python program itself cannot be held against C++; the message says why."""


@dataclass(frozen=True, slots=True)
class Speed:
    """Median seconds of a call on the benchmark's input, as the processor counts them."""

    python: float
    cpp: float

    @property
    def ratio(self) -> float:
        """How many times faster C++ is."""
        return self.python / self.cpp


class Workshop:
    """Runs both sides in a sandbox, with a compiler."""

    def __init__(self, sandbox: Sandbox, compiler: Compiler) -> None:
        self.sandbox, self.compiler = sandbox, compiler
        self._callers: dict[str, bytes] = {}

    def reference(self, program: Program) -> list[Result]:
        """Run the Python program on its cases. Raises NotTranslatable."""
        expected = []
        answered, _ = self._python(program, program.inputs, timed=False)
        wanted = [*(case.answer for case in program.cases), None]
        for number, (found, answer) in enumerate(zip(answered, wanted, strict=True), start=1):
            if "failed" in found:
                raise NotTranslatable(f"case {number} ends Python with a {found['failed']}")
            try:
                value = None if "raised" in found else conform(found["value"], program.returns)
            except Unfit as fault:
                raise NotTranslatable(f"the result of case {number}: {fault}") from None
            result = Result(value, found.get("raised", "").encode(errors="replace").decode())
            known = Result(answer) if answer is not None else result
            if differ(known, result, program.tolerance):
                raise NotTranslatable(f"case {number} {result}, and its answer is {answer!r}")
            expected.append(result)
        return expected

    def build(self, program: Program, source: str, folder: Path) -> None:
        """Compile a translation in two ways at once. Raises Rejected."""
        caller, translated = write_sources(program, source, folder)
        (folder / CALLER).write_bytes(self._caller(caller, folder))

        def compiled(target: str, flags: Sequence[str]) -> Finished:
            return self.compiler.build(self.sandbox, folder, flags, target, CALLER, translated)

        with ThreadPoolExecutor(2) as pool:
            ways = (FAST, CHECKED), (self.compiler.fast, self.compiler.checked)
            for built in pool.map(compiled, *ways):
                if built.late:
                    raise Rejected("does not compile", "compiling it took too long")
                if built.code:
                    raise Rejected("does not compile", of_compiler(built.errors))

    def _caller(self, name: str, folder: Path) -> bytes:
        """The side that calls a translation, which is the same for all of one signature."""
        text = (folder / name).read_text(encoding="utf-8")
        if text not in self._callers:
            flags = (*self.compiler.fast, "-c")
            built = self.compiler.build(self.sandbox, folder, flags, CALLER, name)
            if built.code or built.late:
                raise Rejected("does not compile", "what calls it took too long to compile")
            self._callers[text] = (folder / CALLER).read_bytes()
        return self._callers[text]

    def compare(self, program: Program, reference: Sequence[Result], folder: Path) -> None:
        """Hold both builds against Python on every case. Raises Rejected."""
        given = _given(program.inputs)
        # The checked build says what is wrong, the fast one is what will be used.
        for built in (CHECKED, FAST):
            done = self.sandbox.run([built], folder, self.sandbox.settings.run_seconds, given)
            number = 0
            pairs = zip(reference, results(done.output, program.returns), strict=False)
            for number, (expected, found) in enumerate(pairs, start=1):
                if differ(expected, found, program.tolerance):
                    call = _call(program, number)
                    raise Rejected("wrong result", f"{call} {found}, and Python {expected}")
            if done.code or number < len(reference):
                fault = rejection(done, self.sandbox.settings.run_seconds)
                raise Rejected(fault.verdict, f"{_call(program, number + 1)} fails: {fault}")

    def time(self, program: Program, folders: Sequence[Path], rounds: int) -> list[Speed | None]:
        """Time Python and the fast builds in turn, `rounds` times; None for one that does not end.

        Each time is that of one call in a process of its own, after all cases with other inputs:
        both sides are warm, and neither has seen what it is timed on. Raises NotTranslatable where
        Python does not end.
        """
        others = [given for given in program.inputs if given != program.benchmark]
        word = secrets.token_hex(8)
        given = _given([*others, program.benchmark], word)
        python: list[float] = []
        cpp: list[list[float]] = [[] for _ in folders]
        for _ in range(rounds):
            python.append(self._python(program, others, timed=True)[1])
            for seconds, folder in zip(cpp, folders, strict=True):
                done = self.sandbox.run([FAST], folder, self.sandbox.settings.python_seconds, given)
                _, _, told = done.output.partition(b"\ntime %s " % word.encode())
                # A call that is over before the clock ticks took at most a nanosecond.
                seconds += [max(int(took), 1) / 1e9 for took in told.split()]
        middle = statistics.median(python)
        return [Speed(middle, statistics.median(seconds)) if seconds else None for seconds in cpp]

    def _python(
        self, program: Program, inputs: Sequence[Sequence[Any]], *, timed: bool
    ) -> tuple[list[dict[str, Any]], float]:
        request: dict[str, Any] = {"source": program.source, "function": program.function}
        request |= {"inputs": inputs, "benchmark": program.benchmark, "timed": timed}
        limit = self.sandbox.settings.python_seconds
        with self.sandbox.folder() as folder:
            done = self.sandbox.run(
                [sys.executable, "-I", "-S", _RUN_PYTHON],
                folder,
                limit,
                json.dumps(request).encode(),
                readable=[_RUN_PYTHON],
            )
        if done.late:
            raise NotTranslatable(f"the Python program did not end within {limit:g} s")
        most = self.sandbox.settings.output_kb
        if len(done.output) >= 1024 * most:
            raise NotTranslatable(f"the results are longer than {most} KB")
        if done.code:
            last = done.errors.strip().rpartition("\n")[2]
            raise NotTranslatable(f"the Python program failed: {last or of_run(done.code, '')}")
        try:
            answer = json.loads(done.output)
        except ValueError:
            raise NotTranslatable("a result has thousands of digits") from None
        return answer["results"], answer["seconds"]


def _given(inputs: Sequence[Sequence[Any]], word: str = "") -> bytes:
    """Return cases as `wire.hpp` reads them; with a word, the last is timed."""
    told = b"%d %d" % (len(inputs), bool(word)) + encode(word)
    return told + b"".join(encode(value) for case in inputs for value in case)


def _call(program: Program, number: int) -> str:
    """Return a case as it would be called; past the last stands the benchmark."""
    at = min(number, len(program.inputs)) - 1
    arguments = ", ".join(map(repr, program.inputs[at]))
    shown = arguments if len(arguments) <= 120 else f"{arguments[:120]}…"
    which = f"case {at + 1}" if at < len(program.cases) else "the benchmark"
    return f"{which}, {program.function}({shown}),"
