"""Layers and their folders: each has one, none is left over, and no two of them meet in a path."""

import re
from collections import defaultdict

import pytest

from groundplan.catalogue import load
from groundplan.combinations import fits, valid

CATALOGUE = load()
FOLDER = re.compile(r"\{\{layer\.(\w+)\}\}")


def folders() -> dict[str, set[str]]:
    """The files of each layer as they are named in a repository."""
    held: dict[str, set[str]] = defaultdict(set)
    for file in CATALOGUE.files:
        top, _, rest = file.partition("/")
        if rest:
            match = FOLDER.fullmatch(top)
            assert match, f"template/{top} is not a layer's folder"
            held[match[1]].add(rest.removesuffix(".jinja"))
    return dict(held)


def test_every_layer_has_a_folder_with_files_and_every_folder_is_a_layer() -> None:
    assert set(folders()) == set(CATALOGUE.layers)


@pytest.mark.parametrize(
    "answers", list(valid(CATALOGUE)), ids=lambda answers: "-".join(answers.values())
)
def test_layers_chosen_together_never_hold_the_same_path(answers: dict[str, str]) -> None:
    held, owners = folders(), defaultdict(list)
    for use in CATALOGUE.blueprints[answers["problem"]].layers:
        if fits(use.when, answers):
            for path in held[use.name]:
                owners[path].append(use.name)
    assert {path: names for path, names in owners.items() if len(names) > 1} == {}


def test_every_layer_is_chosen_by_some_combination() -> None:
    chosen = {
        use.name
        for answers in valid(CATALOGUE)
        for use in CATALOGUE.blueprints[answers["problem"]].layers
        if fits(use.when, answers)
    }
    assert chosen == set(CATALOGUE.layers)


def test_every_decision_applies_to_some_combination() -> None:
    for name, blueprint in CATALOGUE.blueprints.items():
        for entry in blueprint.decisions:
            assert any(
                fits(entry.when, answers)
                for answers in valid(CATALOGUE)
                if answers["problem"] == name
            ), f"{name}: {entry.topic}"


def test_python_files_hold_no_statement_of_the_template_language() -> None:
    from groundplan.source import checkout, template_files

    root = checkout()
    assert root is not None
    for name, path in template_files(root):
        if name.endswith((".py", ".py.jinja")):
            text = path.read_text(encoding="utf-8")
            assert "{%" not in text, name
            if name.endswith(".py"):
                assert not re.search(r"\{\{ ?\w+ ?\}\}", text), name
