"""Mistakes in files that are not code: what is left over, left out, misnamed or misspelt."""

from pathlib import Path

from tests.faults.chosen import PREDICT_EDGE, RAG_EDGE, RAG_JOB
from tests.faults.planting import Fault, add, append, layer, replace, where

SERVICES, JOB = (PREDICT_EDGE, RAG_EDGE), (RAG_JOB,)
NOTE = "docs/note.md"


def _of_services(
    name: str, path: str, content: str | bytes, check: str, says: str, *also: str
) -> Fault:
    """A file too many, which every service gets and no job does."""
    return Fault(name, add(layer("service", path), content), SERVICES, JOB, check, says, also)


def _of_rag(
    name: str, path: str, more: str, check: str, says: str, also: tuple[str, ...] = ()
) -> Fault:
    """Something at the end of a file that every repository of one problem gets."""
    edit = append(layer("rag", path), more)
    return Fault(name, edit, (RAG_EDGE, RAG_JOB), (PREDICT_EDGE,), check, says, also)


def _without_last_newline(template: Path) -> None:
    path = template / layer("rag_service", "make/rag_service.mk")
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")


FAULTS = (
    _of_services(
        "jinja-left-over",
        NOTE,
        "# About {{ project_name }}\n",
        "left-overs",
        "docs/note.md: line 1 holds a piece of the template",
    ),
    _of_services(
        "undefined-variable", f"{NOTE}.jinja", "{{ project_titel }}\n", "render", "project_titel"
    ),
    _of_services("empty-file", NOTE, "", "whole files", "docs/note.md: is empty"),
    Fault(
        "no-final-newline",
        _without_last_newline,
        (RAG_EDGE,),
        (PREDICT_EDGE, RAG_JOB),
        "whole files",
        "make/rag_service.mk: has no newline at its end",
    ),
    _of_services(
        "not-utf-8",
        NOTE,
        "# Übersicht\n".encode("latin-1"),
        "whole files",
        "docs/note.md: is not UTF-8 text",
        "formatting",
    ),
    _of_rag(
        "machine-path",
        "README.md.jinja",
        "\nThe documents lie in `/home/anna/documents`.\n",
        "machine paths",
        "README.md: names a folder of one machine: /home/anna",
    ),
    _of_rag(
        "secret",
        "models.toml.jinja",
        '\n# key = "AKIA' + "IOSFODNN7EXAMPLF" + '"\n',
        "secrets",
        "looks like a secret (AWS Access Key)",
    ),
    _of_services(
        "name-illegal-on-windows",
        "docs/why?.md",
        "# Why\n",
        "file names",
        "Windows does not allow the name 'why?.md'",
    ),
    _of_services(
        "names-that-differ-in-case",
        "readme.md",
        "# Read me\n",
        "file names",
        "README.md and readme.md: are one file on Windows",
    ),
    _of_rag(
        "broken-link",
        "README.md.jinja",
        "\nMore in [the guide](docs/guide.md).\n",
        "links",
        "README.md: the link docs/guide.md leads nowhere",
    ),
    _of_rag(
        "unknown-make-target",
        "README.md.jinja",
        "\nTo publish it: `make release`.\n",
        "makefile",
        "README.md: `make release` is no target",
    ),
    Fault(
        "target-made-twice",
        append(layer("batch", "make/job.mk"), "\nevaluate:\n\tfalse\n"),
        (RAG_JOB,),
        SERVICES,
        "makefile",
        "evaluate is made in two places",
    ),
    Fault(
        "evaluation-left-out",
        where("latency == 'realtime'", layer("rag", "make/rag.mk"), "evaluate: $", "measure: $"),
        (RAG_EDGE,),
        (RAG_JOB,),
        "makefile",
        ".github/workflows/ci.yml: `make evaluate` is no target",
    ),
    Fault(
        "layer-left-out",
        replace(
            "blueprints/rag/blueprint.yml",
            "rag_service, when: {latency: [realtime, interactive]}",
            "rag_service, when: {latency: [interactive]}",
        ),
        (RAG_EDGE,),
        (RAG_JOB,),
        "makefile",
        "`make serve` is no target",
        ("started modules",),
    ),
    Fault(
        "command-without-module",
        replace(
            layer("rag_service", "make/rag_service.mk"), "(PACKAGE).server", "(PACKAGE).serves"
        ),
        (RAG_EDGE,),
        (RAG_JOB,),
        "started modules",
        "make/rag_service.mk: starts ground_project.serves, which is no module here",
    ),
    _of_services(
        "layer-overrides-another",
        "make/operations.mk",
        "# Nothing to operate.\n",
        "render",
        "two layers differ in make/operations.mk",
    ),
    _of_rag(
        "toml-syntax",
        "evaluation/thresholds.toml",
        "recall_at_1 = = 0.5\n",
        "syntax",
        "evaluation/thresholds.toml: cannot be read",
    ),
    _of_rag(
        "jsonl-syntax",
        "evaluation/questions.jsonl",
        "{'id': 1}\n",
        "syntax",
        "evaluation/questions.jsonl: cannot be read",
    ),
    _of_services(
        "yaml-syntax", ".yamllint.yml", "rules: {\n", "syntax", ".yamllint.yml: cannot be read"
    ),
    Fault(
        "json-syntax",
        replace(layer("rag_service", "ops/grafana/dashboards/rag.json"), '"uid": "rag",', '"uid":'),
        (RAG_EDGE,),
        (PREDICT_EDGE, RAG_JOB),
        "syntax",
        "ops/grafana/dashboards/rag.json: cannot be read",
        ("dashboards", "expressions"),
    ),
)
