"""Arithmetic without `eval`: of the parsed expression only numbers and known names are walked.

Numbers are fractions, so that 0.1 + 0.2 is 0.3; what has no fraction, such as a root, is a float.
"""

import ast
import math
import operator
from collections.abc import Callable
from decimal import Decimal, Inexact, localcontext
from fractions import Fraction
from typing import Any

from pydantic import BaseModel, Field

from .tool import Tool, ToolError, typed

Number = int | Fraction | float
# A number of 4,000 bits has 1,200 digits: more than anybody reads, and quickly worked out.
_MAX_BITS = 4_000
_MAX_FACTORIAL = 400
# Powers of ten in a number as it is written.
_MAX_POWER = 1_000
_DIGITS = 16
_SHORT = 40

_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: lambda left, right: _fraction(left) / right,
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
    """Work out an arithmetic expression, such as (3 + 4) * 2 ** 10 / sqrt(5).

    Exact but for roots, logarithms, angles and what has no end, which have 16 digits.

    Knows + - * / // % **, factorial, sqrt, exp, log, log2, log10, sin, cos, tan, abs, round, floor,
    ceil, min, max, pi, e and tau. Angles are in radians. It has no variables.
    """

    expression: str = Field(description="The expression, in Python's notation.", max_length=500)


def calculator() -> Tool:
    """The calculator as a tool."""
    return typed(
        "calculator", Calculate, lambda asked: written(evaluate(asked.expression)), seconds=2
    )


def evaluate(expression: str) -> Number:
    """Return the value of an expression. Raises ToolError."""
    try:
        text = expression.strip()
        value = _value(ast.parse(text, mode="eval").body, text)
    except ToolError:
        raise
    except ZeroDivisionError:
        raise ToolError("the expression divides by zero") from None
    except (SyntaxError, RecursionError, MemoryError):
        raise ToolError("that is no arithmetic expression in Python's notation") from None
    except (ArithmeticError, TypeError, ValueError) as error:
        raise ToolError(f"the expression has no value: {error}") from None
    return value


def written(value: Number) -> str:
    """Return a number as a person writes it: whole where it is whole, else decimal."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    exact = Fraction(value)
    if exact.denominator == 1:
        return str(exact.numerator)
    with localcontext(prec=_SHORT) as short:
        decimal = Decimal(exact.numerator) / Decimal(exact.denominator)
        if not short.flags[Inexact] and abs(decimal.adjusted()) < _SHORT:
            return f"{decimal:f}"
    with localcontext(prec=_DIGITS):
        return str(Decimal(exact.numerator) / Decimal(exact.denominator)).lower()


def _value(node: ast.expr, text: str) -> Number:
    match node:
        case ast.Constant(value=bool()):
            pass
        case ast.Constant(value=int() as value):
            return _bounded(value)
        case ast.Constant(value=float()):
            return _literal(ast.get_source_segment(text, node) or "")
        case ast.Name(id=name) if name in _CONSTANTS:
            return _CONSTANTS[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, text)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _value(operand, text)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return _power(_value(left, text), _value(right, text))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            return _bounded(_BINARY[type(op)](_value(left, text), _value(right, text)))
        case ast.Call(func=ast.Name(id="factorial"), args=[only], keywords=[]):
            return _factorial(_value(only, text))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _FUNCTIONS:
            return _bounded(_FUNCTIONS[name](*(_value(one, text) for one in arguments)))
    raise ToolError(f"the calculator does not know {ast.unparse(node)[:60]!r}")


def _literal(text: str) -> Number:
    decimal = Decimal(text)
    if decimal and abs(decimal.adjusted()) > _MAX_POWER:
        raise ToolError(f"{text} is too large or too small")
    return _bounded(Fraction(decimal))


def _fraction(number: Number) -> Number:
    return number if isinstance(number, float) else Fraction(number)


def _power(base: Number, exponent: Number) -> Number:
    # Its size is known before it is worked out: 9 ** 9 ** 9 would never come back.
    bits = 0 if isinstance(base, float) else _bits(base)
    if bits > 1 and bits * abs(float(exponent)) > _MAX_BITS:
        raise ToolError(f"the result would have more than {_MAX_BITS} bits")
    return _bounded(_fraction(base) ** exponent)


def _factorial(number: Number) -> Number:
    if not isinstance(number, int) or not 0 <= number <= _MAX_FACTORIAL:
        raise ToolError(f"factorial takes a whole number from 0 to {_MAX_FACTORIAL}")
    return math.factorial(number)


def _bits(number: int | Fraction) -> int:
    return max(number.numerator.bit_length(), number.denominator.bit_length())


def _bounded(value: Any) -> Number:
    """A number that may be gone on with, as a fraction only where it is none that is whole."""
    if isinstance(value, complex):
        raise ToolError("the result is not a real number")
    if isinstance(value, float) and not math.isfinite(value):
        raise ToolError("the result is too large to be worked out")
    if isinstance(value, int | Fraction):
        if _bits(value) > _MAX_BITS:
            raise ToolError(f"the result would have more than {_MAX_BITS} bits")
        return value.numerator if value.denominator == 1 else value
    number: Number = value
    return number
