"""A program: Python source whose last function is translated, and the cases it is held to."""

import ast
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .signature import Unfit, conform, cpp_name, cpp_type, parameter_type


class FaultyProgram(ValueError):
    """A program or its cases cannot be used; the message says why."""


class Case(BaseModel):
    """Arguments, and the answer where it is known."""

    model_config = ConfigDict(extra="forbid")

    input: list[Any]
    answer: Any = None


class Cases(BaseModel):
    """What a translation is held to. `benchmark` is timed; left out, it is the last case."""

    model_config = ConfigDict(extra="forbid")

    cases: list[Case] = Field(min_length=1, max_length=1000)
    benchmark: list[Any] | None = None
    # Relative; 0 compares bit for bit.
    tolerance: float = Field(default=0.0, ge=0, lt=1)
    kind: str = ""
    # Of a failure case: words of the sentence with which it has to be refused.
    refused: str = ""

    @classmethod
    def of(cls, path: Path) -> Self:
        """Read a file. Raises FaultyProgram."""
        try:
            return cls.model_validate(json.loads(path.read_text(encoding="utf-8")))
        except OSError:
            raise FaultyProgram(
                f"{path} is missing: write the cases into it, such as "
                '{"cases": [{"input": [1, 2]}]} for a function of two integers'
            ) from None
        except (ValidationError, ValueError) as error:
            raise FaultyProgram(f"{path} cannot be used: {_first_line(error)}") from None


@dataclass(frozen=True)
class Program:
    """A function with typed parameters, its cases and its benchmark. Every case conforms.

    `key` is the same for programs that differ in layout and comments alone.
    """

    name: str
    source: str
    function: str
    parameters: tuple[tuple[str, str], ...]
    returns: str
    cases: tuple[Case, ...]
    benchmark: list[Any]
    tolerance: float
    kind: str
    key: str

    @property
    def inputs(self) -> list[list[Any]]:
        """The arguments of each case; the last are those of the benchmark."""
        return [*(case.input for case in self.cases), self.benchmark]

    @property
    def declaration(self) -> str:
        """The C++ function that is asked for."""
        taken = [f"{parameter_type(kind)} {cpp_name(name)}" for name, kind in self.parameters]
        return f"{cpp_type(self.returns)} {cpp_name(self.function)}({', '.join(taken)})"


def read_program(name: str, source: str, cases: Cases) -> Program:
    """Return a program. Raises FaultyProgram."""
    try:
        tree = ast.parse(source)
        key = ast.dump(tree)
    except (RecursionError, MemoryError):
        raise FaultyProgram(f"{name} is nested too deeply") from None
    except (SyntaxError, ValueError) as error:
        raise FaultyProgram(f"{name} is not Python: {_first_line(error)}") from None
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    if not functions:
        raise FaultyProgram(f"{name} holds no function: its last one is translated")
    last = functions[-1]
    taken = last.args
    if taken.vararg or taken.kwarg or taken.kwonlyargs or taken.defaults or not last.returns:
        raise FaultyProgram(
            f"{last.name} needs plain parameters and a return type, such as "
            f"def {last.name}(numbers: list[int], limit: int) -> int"
        )
    parameters = []
    for argument in (*taken.posonlyargs, *taken.args):
        if argument.annotation is None:
            raise FaultyProgram(f"the parameter {argument.arg} of {last.name} has no type")
        parameters.append((argument.arg, ast.unparse(argument.annotation)))
    kinds, returns = [kind for _, kind in parameters], ast.unparse(last.returns)
    try:
        for kind in (*kinds, returns):
            cpp_type(kind)
        checked = tuple(_conforming(case, kinds, returns) for case in cases.cases)
        timed = _arguments(cases.benchmark or checked[-1].input, kinds)
    except Unfit as fault:
        raise FaultyProgram(f"{name}: {fault}") from None
    except RecursionError:
        raise FaultyProgram(f"{name}: a type or a value is nested too deeply") from None
    return Program(
        name=name,
        source=source,
        function=last.name,
        parameters=tuple(parameters),
        returns=returns,
        cases=checked,
        benchmark=timed,
        tolerance=cases.tolerance,
        kind=cases.kind,
        key=key,
    )


def load(path: Path) -> Program:
    """Read a program and, from the file beside it that ends in .json, its cases.

    Raises FaultyProgram.
    """
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FaultyProgram(f"{path} cannot be read: {_first_line(error)}") from None
    return read_program(path.stem, source, Cases.of(path.with_suffix(".json")))


def load_all(folder: Path) -> list[Program]:
    """Read every program of a folder, by name. Raises FaultyProgram."""
    found = sorted(folder.glob("*.py"))
    if not found:
        raise FaultyProgram(f"{folder} holds no program")
    return [load(path) for path in found]


def _conforming(case: Case, kinds: Sequence[str], returns: str) -> Case:
    answer = None if case.answer is None else conform(case.answer, returns)
    return Case(input=_arguments(case.input, kinds), answer=answer)


def _arguments(given: Sequence[Any], kinds: Sequence[str]) -> list[Any]:
    if len(given) != len(kinds):
        raise Unfit(f"a case has {len(given)} arguments where {len(kinds)} are taken")
    return [conform(value, kind) for value, kind in zip(given, kinds, strict=True)]


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
