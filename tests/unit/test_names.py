"""Project names: the command line and plain Copier give the same verdict in the same words."""

import keyword
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader
from jinja2_ansible_filters import AnsibleCoreFiltersExtension

from groundplan.catalogue import load
from groundplan.names import LONGEST, fault, package, suggestion

ROOT = Path(__file__).resolve().parents[2]
RESERVED = load().reserved
COPIER = Environment(
    loader=FileSystemLoader(ROOT), extensions=[AnsibleCoreFiltersExtension], autoescape=False
)
SOURCE = "{% from 'includes/names.jinja' import fault with context %}{{ fault(name) }}"
VERDICT = COPIER.from_string(SOURCE)
NEARLY = st.from_regex(r"[A-Za-z0-9_. '{}/-]{0,45}\n?", fullmatch=True)


def plain_copier(name: str) -> str:
    reserved = {"python": RESERVED.python, "packages": RESERVED.packages}
    return VERDICT.render(name=name, catalogue={"reserved": [reserved]}).strip()


@given(st.one_of(st.text(max_size=50), NEARLY, st.sampled_from(sorted(RESERVED.names))))
@example("name\n")
@example("{{ 7*7 }}")
@example("a" * 41)
@example("Numpy")
def test_copier_and_the_command_line_agree(name: str) -> None:
    assert plain_copier(name) == (fault(name, RESERVED.names) or "")


@given(st.text(max_size=60))
def test_a_suggestion_is_always_valid(text: str) -> None:
    assert fault(suggestion(text, RESERVED.names), RESERVED.names) is None


@given(st.text(max_size=50))
def test_a_valid_name_is_a_folder_a_distribution_and_a_package(name: str) -> None:
    if fault(name, RESERVED.names) is None:
        assert package(name).isidentifier()
        assert not keyword.iskeyword(package(name))
        assert Path(name).name == name
        assert len(name) <= LONGEST


@pytest.mark.parametrize(
    "name",
    [
        "",
        "a b",
        "a.b",
        "a/b",
        "a'b",
        'a"b',
        "{{a}}",
        "a--b",
        "-a",
        "a-",
        "1a",
        "naïve",
        "🚀",
        "a_b",
    ],
)
def test_bad_names_are_refused(name: str) -> None:
    assert fault(name, RESERVED.names)


def test_no_package_hides_python() -> None:
    public = {name.lower() for name in sys.stdlib_module_names if not name.startswith("_")}
    words = {word.lower() for word in [*keyword.kwlist, *keyword.softkwlist] if word != "_"}
    assert public | words <= RESERVED.python
