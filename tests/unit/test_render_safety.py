"""What a person types is text to the template, never a part of it."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from .conftest import Outcome

NASTY = (
    "{{ 7 * 7 }} {% raw %} \"double\" 'single' back\\slash # % $HOME <b>&amp;</b>",
    "🚀 naïve [brackets] = key: value, - item",
)


class Permissive(yaml.SafeLoader):
    """Reads files whose tags belong to other programs."""


Permissive.add_multi_constructor("", lambda loader, tag, node: None)


@pytest.mark.parametrize("description", NASTY)
@pytest.mark.parametrize("problem", ["rag", "predict"])
def test_a_description_arrives_as_it_was_written(
    command: Callable[..., Outcome], tmp_path: Path, description: str, problem: str
) -> None:
    data = ("-d", f"description={description}", "-d", f"problem={problem}")
    outcome = command("new", "my-docs", *data)
    assert outcome.code == 0, outcome.error
    made = tmp_path / "my-docs"
    project = tomllib.loads((made / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["description"] == description
    answers = yaml.safe_load((made / ".copier-answers.yml").read_text(encoding="utf-8"))
    assert answers["description"] == description
    for path in (path for path in made.rglob("*") if ".git" not in path.parts):
        if path.suffix in (".yml", ".yaml"):
            list(yaml.load_all(path.read_text(encoding="utf-8"), Permissive))
        elif path.suffix == ".toml":
            tomllib.loads(path.read_text(encoding="utf-8"))
        elif path.suffix == ".json":
            json.loads(path.read_text(encoding="utf-8"))
        elif path.suffix == ".py":
            compile(path.read_text(encoding="utf-8"), path.name, "exec")
