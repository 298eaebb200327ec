"""The page: every combination and every exclusion has its place, and nothing in it is markup."""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from groundplan.catalogue import Catalogue
from groundplan.combinations import exclusions, walk
from groundplan.matrix.model import Case
from groundplan.matrix.report import page
from groundplan.matrix.report.run import Run
from groundplan.schema import Question, Value
from tests import runs

NASTY = '</script><script>alert(1)</script><img src=x onerror="alert(2)">&amp; {{ 7 * 7 }} </pre>'
VOID = {"meta", "input", "br", "img", "link"}


@dataclass
class Element:
    """A start tag, and the text directly in it."""

    tag: str
    attributes: dict[str, str | None]
    text: str = ""


@dataclass
class Page(HTMLParser):
    """What a browser would find; a tag that is not closed in order fails the test."""

    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(self.elements[-1])

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1].text += data

    def all(self, tag: str, kind: str = "") -> list[Element]:
        """The elements of a tag, and of a class."""
        named = (element for element in self.elements if element.tag == tag)
        return (
            [found for found in named if kind in (found.attributes.get("class") or "").split()]
            if kind
            else list(named)
        )

    def states(self) -> Counter[str]:
        """How many tiles are drawn in each state."""
        return Counter(
            (tile.attributes["class"] or "").split()[1] for tile in self.all("a", "tile")
        )

    def data(self) -> dict[str, Any]:
        """What the script is given."""
        (held,) = (one for one in self.all("script") if one.attributes.get("id") == "data")
        read: dict[str, Any] = json.loads(held.text)
        return read


def drawn(folder: Path, run: Run, catalogue: Catalogue, every: tuple[Case, ...] = ()) -> Page:
    path = folder / "matrix.html"
    page.write(path, run, catalogue, every)
    found = Page()
    found.feed(path.read_text(encoding="utf-8"))
    found.close()
    assert not found.open
    return found


def test_every_combination_is_drawn_once_and_counted(catalogue: Catalogue, tmp_path: Path) -> None:
    cases = runs.every(catalogue)
    held = runs.run(cases, {cases[2].name: "no", cases[40].name: "no"}, reached=len(cases) - 4)
    found = drawn(tmp_path, held, catalogue)
    links = [tile.attributes["href"] for tile in found.all("a", "tile")]
    assert len(links) == len(set(links))
    assert {f"#{case.name}" for case in cases} <= set(links)
    states = found.states()
    assert (states["passed"], states["failed"], states["missing"]) == (
        held.passed,
        held.failed,
        held.missing,
    )
    assert [term.text for term in found.all("dd")][:3] == [str(held.passed), "2", "4"]
    assert f"2 of {len(cases)} combinations failed" in found.all("h1")[0].text
    spoken = {
        tile.attributes["href"]: tile.attributes["aria-label"] for tile in found.all("a", "tile")
    }
    assert (spoken[f"#{cases[2].name}"] or "").startswith("failed: rag text")


def test_every_reason_of_the_catalogue_is_shown(catalogue: Catalogue, tmp_path: Path) -> None:
    data = drawn(tmp_path, runs.run(runs.every(catalogue)), catalogue).data()
    for given, question, value, rule in exclusions(catalogue):
        name = "-".join([*given.values(), value])
        assert data["exclusions"][name] == {
            "name": name,
            "question": question,
            "value": value,
            "reason": rule.reason,
        }


def test_what_ran_stands_behind_each(catalogue: Catalogue, tmp_path: Path) -> None:
    cases = runs.every(catalogue)
    held = runs.run(cases, {cases[0].name: NASTY})
    data = drawn(tmp_path, held, catalogue).data()
    texts = data["texts"]
    for verdict in held.verdicts:
        entry = data["combinations"][verdict.case.name]
        assert entry["answers"] == verdict.case.answers
        read = [
            (texts[check], seconds, None if reused is None else texts[reused], len(faults))
            for check, seconds, reused, faults in entry["checks"]
        ]
        assert read == [
            (outcome.check, outcome.seconds, outcome.reused, len(outcome.faults))
            for outcome in verdict.outcomes
        ]
    ((fault,),) = (check[3] for check in data["combinations"][cases[0].name]["checks"] if check[3])
    assert texts[fault] == NASTY
    assert (
        data["reproduce"] + cases[0].name
        == f".venv/bin/groundplan matrix run --only {cases[0].name}"
    )


def test_nothing_in_a_fault_is_markup(catalogue: Catalogue, tmp_path: Path) -> None:
    cases = runs.every(catalogue)
    quiet = drawn(tmp_path, runs.run(cases, {cases[0].name: "no"}), catalogue)
    nasty = drawn(tmp_path, runs.run(cases, {cases[0].name: NASTY}), catalogue)
    assert [one.tag for one in nasty.elements] == [one.tag for one in quiet.elements]
    assert [one.text for one in nasty.all("pre")] == [NASTY]


def test_it_needs_nothing_but_itself(catalogue: Catalogue, tmp_path: Path) -> None:
    found = drawn(tmp_path, runs.run(runs.every(catalogue)), catalogue)
    for one in found.elements:
        for name in ("src", "href", "action", "data", "poster", "srcset"):
            assert (one.attributes.get(name) or "#").startswith("#"), one
    (style,) = found.all("style")
    assert "url(" not in style.text
    assert "@import" not in style.text
    policy = [
        one.attributes["content"] for one in found.all("meta") if "http-equiv" in one.attributes
    ]
    assert (policy[0] or "").startswith("default-src 'none';")


def test_identifiers_that_the_script_looks_up_exist_once(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    found = drawn(tmp_path, runs.run(runs.every(catalogue)), catalogue)
    ids = Counter(one.attributes["id"] for one in found.elements if "id" in one.attributes)
    assert set(ids.values()) == {1}
    script = found.all("script")[-1].text
    looked_up = set(re.findall(r'find\("(\w+)"\)', script))
    made = set(re.findall(r'id: "(\w+)"', script))
    assert len(looked_up) > 5
    assert looked_up <= set(ids) | made


def test_a_run_of_a_part_shows_the_rest_as_not_run(catalogue: Catalogue, tmp_path: Path) -> None:
    every = runs.every(catalogue)
    found = drawn(tmp_path, runs.run(every[:3]), catalogue, every)
    assert (found.states()["passed"], found.states()["missing"]) == (3, len(every) - 3)
    assert "All 3 combinations of this run passed" in found.all("h1")[0].text
    assert "not in this run" in [part.text for part in found.all("p", "part")]


def test_many_combinations_stay_a_small_file(catalogue: Catalogue, tmp_path: Path) -> None:
    values = {f"v{number}": Value(label="made up") for number in range(30)}
    several = {"store": Question(values=values), "page": Question(values=values)}
    many = catalogue.blueprints["rag"].model_copy(update={"questions": several, "unsupported": ()})
    held = catalogue.model_copy(update={"blueprints": {**catalogue.blueprints, "rag": many}})
    cases = [Case(answers) for answers in walk(held, {"problem": "rag"})][:1500]
    assert len(cases) == 1500
    found = drawn(tmp_path, runs.run(cases), held)
    assert found.states()["passed"] == 1500
    assert (tmp_path / "matrix.html").stat().st_size < 1_500_000
