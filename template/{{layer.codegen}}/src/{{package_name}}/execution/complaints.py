"""What a compiler, a sanitizer or a signal says, cut to what helps to repair."""

import re
import signal

_LINES, _CHARACTERS = 24, 1600
_FAULT = re.compile(r"\b(?:fatal )?error: ")
_SAID = re.compile(r"runtime error: |Assertion|terminate called|what\(\):")


def of_compiler(errors: str) -> str:
    """Return the first errors of a compiler, each with its place, its line and its notes."""
    lines = errors.splitlines()
    first = next((at for at, line in enumerate(lines) if _FAULT.search(line)), 0)
    return _cut(lines[first : first + _LINES]) or "the compiler failed and said nothing"


def of_run(code: int, errors: str) -> str:
    """Return what a run that failed said, or else by which signal it ended."""
    said = [line for line in errors.splitlines() if _SAID.search(line)]
    if said:
        return _cut(said[:3])
    if code < 0:
        return f"it was ended by {signal.Signals(-code).name}"
    return f"it ended with exit code {code}"


def _cut(lines: list[str]) -> str:
    text = "\n".join(lines).strip()
    return text if len(text) <= _CHARACTERS else f"{text[:_CHARACTERS]}…"
