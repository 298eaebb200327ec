"""Types that Python and C++ share, and values on their way between them.

A value is written as tokens: integers in decimal, floats as C writes them in hexadecimal (exact),
strings as their length in bytes and the bytes, lists as their length and their items.
"""

import math
import re
from typing import Any

SCALARS = {"int": "std::int64_t", "float": "double", "bool": "bool", "str": "std::string"}
_LIST = re.compile(r"list\[(.+)\]")
_LEAST, _MOST = -(2**63), 2**63 - 1


# What C++ keeps for itself, and what its libraries define for the same arguments.
_TAKEN = """
alignas alignof and_eq asm auto bitand bitor bool case catch char char8_t char16_t char32_t
co_await co_return co_yield compl concept const const_cast consteval constexpr constinit
decltype default delete do double dynamic_cast enum explicit export extern false float friend
goto inline int long mutable namespace new noexcept not_eq nullptr operator or_eq private
protected public register reinterpret_cast requires short signed sizeof static static_assert
static_cast struct switch template this thread_local throw true typedef typeid typename union
unsigned using virtual void volatile wchar_t xor xor_eq linux unix main std wire
abs acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh erf erfc exp exp2 expm1
fabs fdim floor fma fmax fmin fmod gamma hypot j0 j1 lgamma log log10 log1p log2 logb nan
nearbyint nextafter pow remainder rint round sin sinh sqrt tan tanh tgamma trunc y0 y1
labs llabs random rand
"""


class Unfit(ValueError):
    """A type or a value that C++ cannot take over; the message says which."""


def cpp_type(kind: str) -> str:
    """Return the C++ type of `int`, `float`, `bool`, `str` or a list of these. Raises Unfit."""
    if kind in SCALARS:
        return SCALARS[kind]
    found = _LIST.fullmatch(kind)
    if found is None:
        raise Unfit(f"the type {kind} is not one of int, float, bool, str and lists of these")
    return f"std::vector<{cpp_type(found[1])}>"


def cpp_name(name: str) -> str:
    """Return the name of a function or parameter in C++: with a _ where it has another meaning."""
    return f"{name}_" if name in _TAKEN.split() else name


def parameter_type(kind: str) -> str:
    """Return how a C++ function takes it: what is not a number comes by reference."""
    return cpp_type(kind) if kind in ("int", "float", "bool") else f"const {cpp_type(kind)}&"


def conform(value: Any, kind: str) -> Any:
    """Return a value as its type promises it, an integer as a float where one is. Raises Unfit."""
    found = _LIST.fullmatch(kind)
    if found is not None:
        if not isinstance(value, list):
            raise Unfit(f"{_short(value)} is not a {kind}")
        return [conform(item, found[1]) for item in value]
    if kind == "float" and type(value) is int:
        try:
            return float(value)
        except OverflowError:
            raise Unfit(f"{_short(value)} does not fit into a float") from None
    if type(value).__name__ != kind:
        raise Unfit(f"{_short(value)} is not of type {kind}")
    if kind == "int" and not _LEAST <= value <= _MOST:
        raise Unfit(f"{_short(value)} does not fit into 64 bits")
    if isinstance(value, str) and not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise Unfit(f"{_short(value)} holds half a character, which has no bytes") from None
    return value


def encode(value: Any) -> bytes:
    """Return a conforming value as tokens, each with a space in front."""
    if isinstance(value, list):
        return b" %d" % len(value) + b"".join(map(encode, value))
    if isinstance(value, str):
        text = value.encode()
        return b" %d " % len(text) + text
    if isinstance(value, float):
        return f" {value.hex()}".encode()
    return b" %d" % value


class Tokens:
    """Reads values from what `encode`, or its counterpart in C++, has written."""

    def __init__(self, text: bytes) -> None:
        self._text, self._at = text, 0

    def word(self) -> str:
        """Return the next word; raises EOFError at the end."""
        found = re.compile(rb"\s*(\S+)").match(self._text, self._at)
        if found is None:
            raise EOFError
        self._at = found.end()
        return found[1].decode(errors="replace")

    def text(self) -> str:
        """Return the next string."""
        length = int(self.word())
        start, self._at = self._at + 1, self._at + 1 + length
        if not start <= self._at <= len(self._text):
            raise EOFError
        return self._text[start : self._at].decode(errors="replace")

    def value(self, kind: str) -> Any:
        """Return the next value of a type."""
        found = _LIST.fullmatch(kind)
        if found is not None:
            return [self.value(found[1]) for _ in range(int(self.word()))]
        if kind == "str":
            return self.text()
        word = self.word()
        if kind == "float":
            return float.fromhex(word)
        return int(word) if kind == "int" else word == "1"


def difference(expected: Any, found: Any, tolerance: float) -> bool:
    """Whether two values of one type differ: bit for bit, floats by more than a relative tolerance.

    A tolerance of 0 tells -0.0 from 0.0. Every NaN equals every other.
    """
    if isinstance(expected, list):
        pairs = zip(expected, found, strict=False)
        return len(expected) != len(found) or any(
            difference(one, other, tolerance) for one, other in pairs
        )
    if not isinstance(expected, float):
        return bool(expected != found)
    if math.isnan(expected) or math.isnan(found):
        return math.isnan(expected) != math.isnan(found)
    if tolerance == 0:
        return expected.hex() != float(found).hex()
    return not math.isclose(expected, found, rel_tol=tolerance, abs_tol=tolerance)


def _short(value: Any) -> str:
    try:
        shown = repr(value)
    except ValueError:
        shown = "an integer of thousands of digits"
    return shown if len(shown) <= 40 else f"{shown[:40]}…"
