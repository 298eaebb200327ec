"""The promise: what can be chosen has been rendered, checked, tested and run."""

import re
from collections.abc import Callable, Mapping

import pytest

from groundplan.catalogue import load
from groundplan.combinations import valid

from .conftest import Render

COMBINATIONS = list(valid(load()))
# GitHub (${{ x }}), Prometheus ({{ $x }}) and Docker ({{.X}}) have expressions of a like look.
LEFT_OVER = re.compile(r"(?<!\$)\{\{ ?[a-z_]|\{%|\{#")
OWN_TEMPLATES = (".j2", ".json", ".prompt")


def identifier(answers: Mapping[str, str]) -> str:
    return "-".join(answers.values())


@pytest.mark.parametrize("answers", COMBINATIONS, ids=identifier)
def test_combination(answers: Mapping[str, str], render: Callable[..., Render]) -> None:
    project = render(answers)
    for path in (path for path in project.path.rglob("*") if path.is_file()):
        if ".mypy_cache" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        assert text.strip() or path.name in ("__init__.py", "py.typed"), f"{path} is empty"
        assert text.endswith("\n"), f"{path} has no newline at its end"
        if path.suffix not in OWN_TEMPLATES:
            assert not LEFT_OVER.search(text), f"{path} holds a piece of a template"
    project.make("check")
    project.make("test")
    assert project.make("demo").strip()
    project.make("evaluate")
