"""What the rules understand: a request in plain words becomes calls of tools, or nothing.

Each rule is a pattern and the calls for what it caught. They know sums, the sample database, the
documents, files, pages and programs; whatever else is asked is honestly not understood.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Asked = tuple[str, dict[str, Any]]
Caught = re.Match[str]
Rule = tuple[re.Pattern[str], Callable[[Caught], list[Asked]]]

_FILE = r"(?P<file>[^\s,;\"']*[^\s,;\"'.])"
_VERBS = "what|how|which|who|when|look|search|find|work|calculate|write|save|read|list|fetch|run"
# Where one request ends and the next begins.
_BREAK = re.compile(
    rf"(?<=[.?!])\s+(?=[A-Z])|[,;]?\s+(?:and then|then|and)\s+(?=(?:{_VERBS})\b)", re.IGNORECASE
)
_SIGNS = {"plus": "+", "minus": "-", "times": "*", "divided by": "/", "to the power of": "**"}
_SIGNS |= {"^": "**", "×": "*", "÷": "/"}  # noqa: RUF001 - as people write them
_FUNCTIONS = "sqrt|factorial|log10|log2|log|exp|sin|cos|tan|abs|round|floor|ceil"
_EXPRESSION = re.compile(rf"(?:\b(?:{_FUNCTIONS}|pi)\b|[\d.()+*/%,\s-])+")


@dataclass(frozen=True)
class Part:
    """A part of a task: the calls to try, one after the other until one works.

    `report` is a file that the results of the other parts go into.
    """

    text: str
    calls: tuple[Asked, ...] = ()
    report: str = ""


def parts_of(task: str, rules: Sequence[Rule] = ()) -> list[Part]:
    """Return the parts of a task, in their order. One that is not understood has no calls.

    `rules` go before the ones here.
    """
    code = re.search(r"```(?:python)?\n?(.*?)```", task, re.DOTALL)
    if code:
        return [Part("the program", (("run_python", {"program": code[1]}),))]
    known = [*rules, *RULES]
    return [_part(piece.strip(), known) for piece in _BREAK.split(task) if piece.strip(" .?!")]


def _part(text: str, rules: Sequence[Rule]) -> Part:
    report = _REPORT.search(text)
    if report:
        return Part(text, report=report["file"])
    for pattern, calls in rules:
        caught = pattern.search(text)
        if caught and (found := calls(caught)):
            return Part(text, tuple(found))
    return Part(text)


def arithmetic(text: str) -> str:
    """Return the sum in a text as a calculator takes it; empty where there is none."""
    plain = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text.lower())
    plain = re.sub(r"([\d.]+)\s*(?:%|percent) of", r"\1 / 100 *", plain)
    plain = re.sub(r"(?:the )?square root of ([\d.]+)", r"sqrt(\1)", plain)
    for word, sign in _SIGNS.items():
        plain = plain.replace(word, sign)
    found = max(_EXPRESSION.findall(plain), key=len, default="").strip(" ,.")
    return found if re.search(r"\d", found) and re.search(r"[-+*/%(]", found) else ""


def _sum(caught: Caught) -> list[Asked]:
    expression = arithmetic(caught[0])
    program = f"from math import *\nprint({expression})"
    calls = [("calculator", {"expression": expression}), ("run_python", {"program": program})]
    return calls if expression else []


def _call(tool: str, **names: str) -> Callable[[Caught], list[Asked]]:
    """A call whose arguments are groups of the pattern."""
    return lambda caught: [(tool, {name: caught[group] for name, group in names.items()})]


def _sql(query: str) -> Callable[[Caught], list[Asked]]:
    """A query with groups of the pattern in it; patterns let only words into them."""

    def calls(caught: Caught) -> list[Asked]:
        words = {name: value.rstrip(".") for name, value in caught.groupdict("5").items()}
        return [("query_database", {"query": query.format(**words)})]

    return calls


def _fetched(caught: Caught) -> list[Asked]:
    address = caught["address"].rstrip(".,;?")
    return [("fetch_page", {"address": address})]


def _looked_up(caught: Caught) -> list[Asked]:
    query = caught["query"].strip(" .?\"'")
    # Where the documents say nothing, the files may.
    return [("search_documents", {"query": query}), ("search_files", {"text": query})]


_REPORT = re.compile(
    r"^(?:write|save|put) (?:it|them|that|this|both|all|everything|the \w+)\b.*?"
    rf"\b(?:to|into|in) {_FILE}",
    re.IGNORECASE,
)
_TABLE = "(?P<table>functions|classes|modules)"
_IN = r"(?:of|in|does)(?: the)?(?: module)? (?P<module>\w+)"
_MOST = "SELECT module, count(*) AS {table} FROM {table} GROUP BY module ORDER BY 2 DESC LIMIT {n}"
RULES: list[Rule] = [
    (re.compile(pattern, re.IGNORECASE | re.DOTALL), calls)
    for pattern, calls in (
        (
            r"(?:^|\b(?:query|sql):? )(?P<query>(?:select|with|insert|update|delete|drop)\b .+)",
            _call("query_database", query="query"),
        ),
        (r"(?P<address>\b\w+://\S+)", _fetched),
        (r"^(?:run|execute) `(?P<program>.+)`", _call("run_python", program="program")),
        (
            rf"^write [\"'“](?P<content>.+)[\"'”] (?:to|into|in) {_FILE}",
            _call("write_file", path="file", content="content"),
        ),
        (rf"^read (?:the )?(?:file )?{_FILE}", _call("read_file", path="file")),
        (r"^list (?:the |all )*files", _call("list_files")),
        (
            r"(?:find|search) (?:for )?[\"'“](?P<text>.+)[\"'”] in (?:the |my )?files",
            _call("search_files", text="text"),
        ),
        (
            r"how many (?P<table>functions|classes) .*(?:no docstring|undocumented|not documented)",
            _sql("SELECT count(*) AS undocumented FROM {table} WHERE NOT documented"),
        ),
        (
            rf"how many {_TABLE}\b.*?\b{_IN}",
            _sql("SELECT count(*) AS {table} FROM {table} WHERE module = '{module}'"),
        ),
        (rf"how many {_TABLE}", _sql("SELECT count(*) AS {table} FROM {table}")),
        (
            r"(?:which|the)(?: (?P<n>\d+))? modules?\b.*\bmost (?P<table>functions|classes)",
            _sql(_MOST),
        ),
        (
            r"(?:which|the)(?: (?P<n>\d+))? modules?\b.*\b(?:most lines|longest|largest)",
            _sql("SELECT name, lines FROM modules ORDER BY lines DESC LIMIT {n}"),
        ),
        (
            rf"longest function\b.*?\b{_IN}",
            _sql(
                "SELECT class, name, lines FROM functions WHERE module = '{module}' "
                "ORDER BY lines DESC LIMIT 1"
            ),
        ),
        (r"(?:what is|how much is|calculate|work out|compute) (?:.+)", _sum),
        (
            r"^(?:look up|search for|search|find|explain|what|how|when|where|why|which|does|is|can)"
            r" (?P<query>.+)",
            _looked_up,
        ),
    )
]
