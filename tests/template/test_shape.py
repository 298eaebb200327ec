"""What a reader may rely on in every file of the template and of the generator."""

import re
from collections import defaultdict

from groundplan.catalogue import load
from groundplan.matrix.static.contents import left_over
from groundplan.source import template_files
from tests.templates import ROOT

MODULE_LINES = 200
WINDOWS_FORBIDS = re.compile(r'[<>:"|?*\\]|[ .]$')
WINDOWS_RESERVES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def test_modules_are_short() -> None:
    shipped = [path for name, path in template_files(ROOT) if "/src/" in name]
    for path in [*shipped, *ROOT.glob("generator/groundplan/*.py")]:
        lines = path.read_text(encoding="utf-8").count("\n")
        assert lines <= MODULE_LINES, f"{path.relative_to(ROOT)} has {lines} lines"


def test_names_are_legal_on_windows() -> None:
    for name, _ in template_files(ROOT):
        for part in name.split("/"):
            assert not WINDOWS_FORBIDS.search(part), name
            assert not WINDOWS_RESERVES.fullmatch(part), name


def test_what_is_copied_as_it_is_holds_no_piece_of_a_template() -> None:
    for name, path in template_files(ROOT):
        if name.startswith("template/") and not name.endswith(".jinja"):
            text = path.read_bytes().decode("utf-8", "surrogateescape")
            assert left_over(name, text) is None, name


def test_a_library_is_asked_for_in_one_way() -> None:
    asked = defaultdict(set)
    for layer in load().layers.values():
        for requirement in (*layer.dependencies, *layer.development):
            asked[re.split(r"[<>=~!\[; ]", requirement)[0]].add(requirement)
    assert {name: ways for name, ways in asked.items() if len(ways) > 1} == {}


def test_a_library_has_an_upper_bound_or_is_a_set_of_type_stubs() -> None:
    for layer in load().layers.values():
        for requirement in (*layer.dependencies, *layer.development):
            assert "<" in requirement or "-stubs" in requirement, requirement


def test_every_model_that_is_named_has_a_source() -> None:
    files = [path for name, path in template_files(ROOT) if name.endswith("/models.toml.jinja")]
    # What several of them include comes first, and has to name some.
    for path in (ROOT / "includes/language-model.toml", *files):
        text = path.read_text(encoding="utf-8")
        named = re.findall(r'^(?:name|hearing|speaking) = "', text, re.MULTILINE)
        sources = re.findall(r'^(?:hearing_|speaking_)?source = "', text, re.MULTILINE)
        assert len(named) == len(sources), path
        assert named or "language-model.toml" in text, path
