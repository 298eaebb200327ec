"""Arithmetic without `eval`: of the parsed expression only numbers and known names are walked."""

import ast
import math
import operator
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, Field

from .tool import Tool, ToolError, typed

Number = int | float
# A number of 4,000 bits has 1,200 digits: more than anybody reads, and quickly worked out.
_MAX_BITS = 4_000
_MAX_FACTORIAL = 400

_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_CONSTANTS = {"pi": math.pi, "e": math.e, "tau": math.tau}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "ceil": math.ceil,
    "cos": math.cos,
    "exp": math.exp,
    "floor": math.floor,
    "log": math.log,
    "log10": math.log10,
    "log2": math.log2,
    "max": max,
    "min": min,
    "round": lambda number, digits=0: round(number, max(-15, min(int(digits), 15)) or None),
    "sin": math.sin,
    "sqrt": math.sqrt,
    "tan": math.tan,
}


class Calculate(BaseModel):
    """Work out an arithmetic expression exactly, such as (3 + 4) * 2 ** 10 / sqrt(5).

    Knows + - * / // % **, factorial, sqrt, exp, log, log2, log10, sin, cos, tan, abs, round, floor,
    ceil, min, max, pi, e and tau. Angles are in radians. It has no variables.
    """

    expression: str = Field(description="The expression, in Python's notation.", max_length=500)


def calculator() -> Tool:
    """The calculator as a tool."""
    return typed("calculator", Calculate, lambda asked: str(evaluate(asked.expression)), seconds=2)


def evaluate(expression: str) -> Number:
    """Return the value of an expression. Raises ToolError."""
    try:
        value = _value(ast.parse(expression.strip(), mode="eval").body)
    except ToolError:
        raise
    except ZeroDivisionError:
        raise ToolError("the expression divides by zero") from None
    except (SyntaxError, RecursionError, MemoryError):
        raise ToolError("that is no arithmetic expression in Python's notation") from None
    except (ArithmeticError, TypeError, ValueError) as error:
        raise ToolError(f"the expression has no value: {error}") from None
    return value


def _value(node: ast.expr) -> Number:
    match node:
        case ast.Constant(value=bool()):
            pass
        case ast.Constant(value=int() | float() as value):
            return _bounded(value)
        case ast.Name(id=name) if name in _CONSTANTS:
            return _CONSTANTS[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _value(operand)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return _power(_value(left), _value(right))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            return _bounded(_BINARY[type(op)](_value(left), _value(right)))
        case ast.Call(func=ast.Name(id="factorial"), args=[only], keywords=[]):
            return _factorial(_value(only))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _FUNCTIONS:
            return _bounded(_FUNCTIONS[name](*map(_value, arguments)))
    raise ToolError(f"the calculator does not know {ast.unparse(node)[:60]!r}")


def _power(base: Number, exponent: Number) -> Number:
    # Its size is known before it is worked out: 9 ** 9 ** 9 would never come back.
    if isinstance(base, int) and abs(base) > 1 and base.bit_length() * abs(exponent) > _MAX_BITS:
        raise ToolError(f"the result would have more than {_MAX_BITS} bits")
    return _bounded(base**exponent)


def _factorial(number: Number) -> Number:
    if not isinstance(number, int) or not 0 <= number <= _MAX_FACTORIAL:
        raise ToolError(f"factorial takes a whole number from 0 to {_MAX_FACTORIAL}")
    return math.factorial(number)


def _bounded(value: Any) -> Number:
    if isinstance(value, complex):
        raise ToolError("the result is not a real number")
    if isinstance(value, int) and value.bit_length() > _MAX_BITS:
        raise ToolError(f"the result would have more than {_MAX_BITS} bits")
    number: Number = value
    return number
