"""Workflows, updates, hooks, image and compose files, by the tools made for them."""

import functools
import re
import tempfile
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from check_jsonschema.formats import FormatOptions
from check_jsonschema.regex_variants import RegexImplementation, RegexVariantName
from check_jsonschema.schema_loader import BuiltinSchemaLoader

from groundplan.matrix.static.files import per_file
from groundplan.matrix.static.programs import OURS, said
from groundplan.matrix.static.syntax import yaml

WORKFLOWS = ".github/workflows/*.y*ml"
DEPENDABOT = ".github/dependabot.yml"
SCHEMAS = {
    "compose*.yaml": "vendor.compose-spec",
    ".github/renovate.json": "vendor.renovate",
    ".gitlab-ci.yml": "vendor.gitlab-ci",
    DEPENDABOT: "vendor.dependabot",
    WORKFLOWS: "vendor.github-workflows",
}


@per_file(WORKFLOWS)
def actionlint(name: str, text: str) -> Iterator[str]:
    """Workflows mean something; scripts in them are make targets, so no shell linter is asked."""
    yield from said(OURS / "actionlint", "-no-color", "-oneline", "-shellcheck=", "-", text=text)


@per_file(WORKFLOWS, DEPENDABOT)
def zizmor(name: str, text: str) -> Iterator[str]:
    """Workflows and updates of dependencies open no door."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
        options = ("--offline", "--quiet", "--no-progress", "--color=never", "--format=plain")
        yield from said(OURS / "zizmor", *options, ".github", folder=Path(folder))


@per_file("Dockerfile*", "*/Dockerfile*")
def hadolint(name: str, text: str) -> Iterator[str]:
    """Images are built as they should be."""
    yield from said(OURS / "hadolint", "--no-color", "-", text=text)


@per_file(".pre-commit-config.yaml")
def hooks(name: str, text: str) -> Iterator[str]:
    """pre-commit understands its configuration."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, name).write_text(text, encoding="utf-8")
        yield from said(OURS / "pre-commit", "validate-config", name, folder=Path(folder))


@per_file("Dockerfile*", "*/Dockerfile*")
def image_user(name: str, text: str) -> Iterator[str]:
    """The last stage of an image ends as a user with a number, who is not root."""
    stage = text[text.rindex("FROM ") :] if "FROM " in text else ""
    users = re.findall(r"^USER +(\S+)", stage, re.MULTILINE)
    if not users:
        yield "runs as root: its last stage names no USER"
    elif not re.match(r"[1-9]\d*(:|$)", users[-1]):
        yield f"runs as {users[-1]}, which is not a number other than 0"


@functools.cache
def _validator(schema: str) -> Any:
    regex = RegexImplementation(RegexVariantName.default)
    formats = FormatOptions(regex_impl=regex)
    return BuiltinSchemaLoader(schema).get_validator("", {}, formats, regex, fill_defaults=False)


@per_file(*SCHEMAS)
def schemas(name: str, text: str) -> Iterator[str]:
    """What is written for another tool has the shape which that tool publishes."""
    schema = next(schema for pattern, schema in SCHEMAS.items() if fnmatchcase(name, pattern))
    for error in _validator(schema).iter_errors(yaml(text)):
        yield f"{error.json_path}: {error.message[:300]}"
