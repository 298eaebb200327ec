"""The page and the table: every repository is there, also a broken one, and nothing is markup."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from groundplan.errors import UsageError
from groundplan.fleet import page
from groundplan.fleet.shown import show_status
from groundplan.fleet.status import Status
from tests.unit.test_matrix_report_page import Page

NASTY = '</td><script>alert(1)</script>[bold]& "x"'
ANSWERS = {"source": "local", "problem": "rag", "project_name": "named"}
FLEET = [
    Status(Path("/fleet/good"), "v2", ANSWERS, 0, "up to date", 0, None, ()),
    Status(Path("/fleet/late"), "v1", ANSWERS, 2, "behind", 0, None, (NASTY, "src/own.py")),
    Status(Path("/fleet/open"), "v1", ANSWERS, 1, "behind", 3, "a merge", None),
    Status(Path(f"/fleet/{NASTY}"), fault=f"cannot be read: {NASTY}"),
    Status(Path("/fleet/no\udcffname"), "v3", ANSWERS, None, "newer", 0),
]


def test_the_page(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    page.write(file, FLEET)
    text, found = file.read_text(encoding="utf-8"), Page()
    found.feed(text)
    assert not found.open
    rows = [one.attributes["class"] for one in found.all("tr") if "class" in one.attributes]
    assert rows == ["bad", "late", "late", "late", "good"]
    assert found.all("h1")[0].text == "2 of 5 repositories are behind"
    assert [one.text for one in found.all("code")][:2] == [NASTY, "src/own.py"]
    assert found.all("strong")[0].text == f"cannot be read: {NASTY}"
    assert not found.all("script")
    assert "http" not in text.replace("http-equiv", "")


def test_a_page_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        page.write(tmp_path / "no folder" / "page.html", FLEET)


def test_the_table() -> None:
    output = io.StringIO()
    show_status(Console(file=output, width=250), FLEET)
    lines = {name: line for line in output.getvalue().splitlines() for name in _names(line)}
    assert "up to date" in lines["good"]
    assert "rag local" in lines["good"]
    assert "2 releases behind" in lines["late"]
    assert lines["late"].rstrip(" │").endswith("2")
    assert "3 not committed; a merge" in lines["open"]
    assert f"cannot be read: {NASTY}" in output.getvalue()
    assert output.getvalue().splitlines()[-1] == "5 repositories, 2 behind."


def _names(line: str) -> list[str]:
    return [name for name in ("good", "late", "open") if f"/fleet/{name} " in line]
