"""A plan as Markdown: the text of a pull request."""

import re
from collections.abc import Iterable, Iterator

from groundplan.updating.plan import File, Plan
from groundplan.updating.shown import counted


def markdown(plan: Plan) -> str:
    """All of a plan; names are set as code, whatever characters they hold."""
    way = f"{plan.before} → {plan.after}" if plan.before != plan.after else plan.after
    edited = [file for file in plan.files if file.edited]
    others = [file for file in plan.files if not file.edited]
    conflicts = [
        f"{_code(one.path)}: {_places(one.lines) or '`git status` will tell'}"
        for one in plan.conflicts
    ]
    by_hand = (
        f"A person has to merge these. With Groundplan {plan.after}, on a clean checkout: "
        "`groundplan update --in-place`, mend what is marked, `git add` and `git commit`."
    )
    sections = [
        [f"**Groundplan {way}**: {counted(plan) or 'no file changes without a person'}."],
        _section(
            "Answers",
            (
                f"{_code(one.question)}: {_answer(one.before)} → {_answer(one.after)}; {one.why}"
                for one in plan.answers
            ),
        ),
        _section("Files that were edited here", map(_file, edited)),
        _section("Files that were not" if edited else "Files", map(_file, others)),
        _section("To decide", (f"{_code(one.path)}: {one.meanwhile}" for one in plan.decisions)),
        _section("Conflicts", conflicts, by_hand),
        _section("Afterwards, by hand", plan.steps),
    ]
    return "\n".join(line for section in sections for line in section) + "\n"


def _section(title: str, items: Iterable[str], lead: str | None = None) -> Iterator[str]:
    listed = [f"- {item}" for item in items]
    if listed:
        yield from ("", f"### {title}", "", *((lead, "") if lead else ()), *listed)


def _file(file: File) -> str:
    came = f" (was {_code(file.before)})" if file.before else ""
    return f"{file.kind} {_code(file.path)}{came}"


def _answer(value: str | None) -> str:
    return "not asked" if value is None else _code(value)


def _places(lines: tuple[int, ...]) -> str:
    return f"line{'s' if lines[1:] else ''} {', '.join(map(str, lines))}" if lines else ""


def _code(text: str) -> str:
    """Inline code: on one line, between more backticks than the text holds in a row."""
    line = " ".join(text.split()) or " "
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", line)), default=0))
    room = " " if "`" in line else ""
    return f"{fence}{room}{line}{room}{fence}"
