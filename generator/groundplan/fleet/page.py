"""A fleet as one page that needs no network: `page.html` with `page.css` put into it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from markupsafe import Markup

from groundplan import pages
from groundplan.errors import UsageError
from groundplan.fleet.shown import answers, standing, tree
from groundplan.fleet.status import Status
from groundplan.identity import tag

_HERE = Path(__file__).parent


def write(path: Path, statuses: Sequence[Status]) -> None:
    """Write the page.

    Raises:
        UsageError: The file cannot be written.
    """
    environment = pages.environment(_HERE)
    text = environment.get_template("page.html").render(
        statuses=sorted(statuses, key=_urgency),
        numbers=_numbers(statuses),
        release=tag(),
        now=datetime.now(UTC),
        css=Markup((_HERE / "page.css").read_text(encoding="utf-8")),
        kind=_kind,
        standing=standing,
        tree=tree,
        answers=answers,
    )
    try:
        # Names of files are bytes; those that are no UTF-8 are shown with question marks.
        path.write_bytes(text.encode(errors="replace"))
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error


def _numbers(statuses: Sequence[Status]) -> dict[str, int]:
    return {
        "repositories": len(statuses),
        "up to date": sum(one.standing == "up to date" for one in statuses),
        "behind": sum(one.standing == "behind" for one in statuses),
        "not clean": sum(bool(one.changed) for one in statuses),
        "with edits at risk": sum(bool(one.at_risk) for one in statuses),
        "broken": sum(bool(one.fault) for one in statuses),
    }


def _kind(status: Status) -> str:
    """How a repository is coloured."""
    if status.fault:
        return "bad"
    if status.standing != "up to date":
        return "late"
    return "open" if status.changed or status.under_way else "good"


def _urgency(status: Status) -> tuple[int, str]:
    return ("bad", "late", "open", "good").index(_kind(status)), str(status.path)
