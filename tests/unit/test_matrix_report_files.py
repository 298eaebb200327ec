"""What a run leaves for programs: JSON and JUnit XML."""

import json
from pathlib import Path
from threading import Thread
from xml.etree import ElementTree

import pytest
from junitparser import JUnitXml

from groundplan.catalogue import Catalogue
from groundplan.matrix.model import Outcome, Verdict
from groundplan.matrix.report import documents, junit
from groundplan.matrix.report.run import Run
from tests import runs

FAULT = "GET /health answered 500 & <b>more</b> ]]>\n  second line"


@pytest.fixture
def held(catalogue: Catalogue) -> Run:
    """Two failures, and three combinations that were not reached."""
    cases = runs.every(catalogue)
    failing = {cases[0].name: FAULT, cases[35].name: "second"}
    return runs.run(cases, failing, reached=len(cases) - 3)


def test_what_is_written_is_read_back(held: Run, tmp_path: Path) -> None:
    path = tmp_path / "build" / "matrix.json"
    documents.write(path, held)
    assert documents.read(path) == held


def test_the_document_says_what_its_description_says(held: Run, tmp_path: Path) -> None:
    path = tmp_path / "matrix.json"
    documents.write(path, held)
    read = json.loads(path.read_text(encoding="utf-8"))
    combinations = read.pop("combinations")
    assert read == {
        "version": 1,
        "started": "2026-11-22T10:00:00+00:00",
        "seconds": held.seconds,
        "total": held.total,
        "passed": held.passed,
        "failed": 2,
        "missing": 3,
    }
    assert [entry["name"] for entry in combinations] == [case.name for case in held.cases]
    verdicts = [entry["verdict"] for entry in combinations]
    assert [verdicts.count(kind) for kind in ("passed", "failed", "not run")] == [
        held.passed,
        2,
        3,
    ]
    first = combinations[0]
    assert first["reproduce"] == f".venv/bin/groundplan matrix run --only {first['name']}"
    assert first["checks"][-1] == {
        "name": "demo",
        "passed": False,
        "seconds": 0.5,
        "reused_from": None,
        "faults": [FAULT],
    }
    assert combinations[1]["checks"][0]["reused_from"] == first["name"]


def test_costs_are_those_of_the_previous_run(held: Run, tmp_path: Path) -> None:
    path = tmp_path / "matrix.json"
    documents.write(path, held)
    assert documents.costs(path) == {
        verdict.case.name: verdict.seconds for verdict in held.verdicts
    }


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 2}', '{"version": 1}'])
def test_without_a_usable_previous_run_nothing_is_known(text: str, tmp_path: Path) -> None:
    path = tmp_path / "matrix.json"
    assert documents.costs(path) == {}
    path.write_text(text)
    assert documents.costs(path) == {}


def test_an_interrupted_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "matrix.json"
    documents.replace(path, "old")
    with pytest.raises(UnicodeEncodeError):
        documents.replace(path, "new " * 100_000 + "\ud800")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_reader_never_finds_half_a_file(held: Run, tmp_path: Path) -> None:
    path = tmp_path / "matrix.json"
    documents.write(path, held)

    def write() -> None:
        for _ in range(20):
            documents.write(path, held)

    writer = Thread(target=write)
    writer.start()
    while writer.is_alive():
        assert documents.read(path).total == held.total
    writer.join()


def test_junit_counts_agree_with_the_run(held: Run, tmp_path: Path) -> None:
    path = tmp_path / "matrix.xml"
    junit.write(path, held)
    report = JUnitXml.fromfile(str(path))
    assert (report.tests, report.failures, report.errors, report.skipped) == (
        len(held.outcomes) + held.missing,
        held.failed,
        held.missing,
        0,
    )
    suites = {suite.name: suite for suite in report}
    assert list(suites) == list(dict.fromkeys(case.problem for case in held.cases))
    for name, suite in suites.items():
        part = held.of(name)
        assert suite.tests == len(part.outcomes) + part.missing
        assert suite.failures == part.failed
        assert {test.classname for test in suite} == {case.name for case in part.cases}


def test_junit_names_the_fault_and_how_to_reproduce_it(held: Run, tmp_path: Path) -> None:
    path = tmp_path / "matrix.xml"
    junit.write(path, held)
    tree = ElementTree.parse(path)
    first, _ = tree.iter("failure")
    assert first.get("message") == FAULT.splitlines()[0]
    assert (first.text or "").startswith(FAULT)
    assert (first.text or "").endswith(f"matrix run --only {held.cases[0].name}")
    reused = [entry.text or "" for entry in tree.iter("system-out")]
    assert len(reused) == held.reused > 0
    assert all(held.cases[0].name in text for text in reused)


def test_what_xml_and_json_cannot_hold_does_not_break_them(held: Run, tmp_path: Path) -> None:
    nasty = "\x1b[31mred\x1b[0m \x00 \ud800 \ufffe <![CDATA["
    verdict = Verdict(held.cases[0], 1.0, (Outcome("demo", 1.0, (nasty,)),))
    run = Run(held.started, 1.0, held.cases[:1], (verdict,))
    junit.write(tmp_path / "matrix.xml", run)
    documents.write(tmp_path / "matrix.json", run)
    (failure,) = ElementTree.parse(tmp_path / "matrix.xml").iter("failure")
    assert failure.get("message") == "red \ufffd \ufffd \ufffd <![CDATA["
    ((outcome,),) = (found.outcomes for found in documents.read(tmp_path / "matrix.json").verdicts)
    assert outcome.faults == (failure.get("message"),)
