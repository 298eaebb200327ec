"""Python programs as a tool: see `sandbox/` for what holds them."""

from pydantic import BaseModel, Field

from .sandbox import Limits, run
from .tool import Tool, ToolError, typed


class RunPython(BaseModel):
    """Run a Python program and return what it prints.

    It has the standard library, a few seconds and an empty folder; no network, no other files, and
    nothing stays afterwards. Print what you want to know.
    """

    program: str = Field(description="The whole program.", max_length=20_000)


def python_tool(limits: Limits) -> Tool:
    """Running a program as a tool. It has no side effects: nothing it does outlives it."""

    def work(asked: RunPython) -> str:
        outcome = run(asked.program, limits)
        if outcome.ended:
            raise ToolError(f"the program was stopped: {outcome.ended}. {_last(outcome.output)}")
        if outcome.code:
            raise ToolError(f"the program failed: {_last(outcome.output)}")
        return outcome.output.strip() or "[the program printed nothing]"

    return typed("run_python", RunPython, work, seconds=limits.seconds + 2)


def _last(output: str) -> str:
    """The end of what was printed, where Python says what went wrong."""
    return output.strip()[-1500:]
