"""Mistakes in the rules: combinations that are admitted or refused against what is meant.

Every render may be faultless with them, so no look at renders can tell: what the catalogue admits,
and what Copier makes of it, is compared with what is meant (`tests/admission.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from groundplan.catalogue import CORE, load
from groundplan.combinations import valid
from groundplan.matrix import quick_copier
from groundplan.matrix.model import Case
from groundplan.schema import Answers
from groundplan.source import read_folder
from tests.admission import ENGINES, HARDWARE, LATENCIES, SOURCES, meant, rag
from tests.faults.planting import Edit, replace
from tests.templates import answers_only

RULES, RAG = "blueprints/rules.yml", "blueprints/rag/blueprint.yml"
MACROS = "includes/admission.jinja"


@dataclass(frozen=True)
class Misadmission:
    """A mistake in the rules.

    Attributes:
        name: What it is called: `make faults NAMES=…`.
        edit: What is done to a copy of the template.
        admitted: The combinations that can be chosen with it, though they should not.
        refused: Those that can no longer be chosen.
        copier: Whether Copier is asked, for the core answers; else the catalogue is.
    """

    name: str
    edit: Edit
    admitted: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    copier: bool = False


def missed(fault: Misadmission, folder: Path) -> Iterator[str]:
    """Plant a mistake and say where the comparison is wrong: nowhere if all is well."""
    template = answers_only(folder / "template")
    fault.edit(template)
    if fault.copier:
        found, expected = set(_accepted(template, folder)), {_core(held) for held in rag()}
    else:
        found = {Case(held).name for held in valid(load(read_folder(template)))}
        expected = {Case(held).name for held in meant()}
    noticed = {
        *(f"{name} is admitted" for name in found - expected),
        *(f"{name} is refused" for name in expected - found),
    }
    there = {
        *(f"{name} is admitted" for name in fault.admitted),
        *(f"{name} is refused" for name in fault.refused),
    }
    yield from (f"not noticed: {name}" for name in sorted(there - noticed))
    yield from (f"wrongly said: {name}" for name in sorted(noticed - there))


def _accepted(template: Path, folder: Path) -> Iterator[str]:
    """The core answers of one problem that Copier takes."""
    with quick_copier.remembering():
        for number, answers in enumerate(product(["rag"], ["text"], LATENCIES, HARDWARE, SOURCES)):
            given = dict(zip(CORE, answers, strict=True))
            try:
                quick_copier.rendered(template, folder / str(number), given)
            except ValueError:  # so it refuses an answer
                continue
            yield _core(given)


def _core(answers: Answers) -> str:
    return Case({name: answers[name] for name in CORE}).name


FAULTS = (
    Misadmission(
        "rule-without-a-value",
        replace(RULES, "hardware: [gpu, multi-gpu]}", "hardware: [multi-gpu]}"),
        admitted=tuple(
            Case({**held, "hardware": "gpu"}).name
            for held in meant()
            if (held["source"], held["hardware"]) == ("api", "cpu")
        ),
    ),
    Misadmission(
        "rule-weakened",
        replace(RULES, "{source: [api, hybrid], latency", "{source: [api], latency"),
        admitted=("rag-text-realtime-cpu-hybrid", "rag-text-realtime-gpu-hybrid"),
    ),
    Misadmission(
        "rule-too-broad",
        replace(
            RULES, "[multi-gpu], latency: [realtime]", "[multi-gpu], latency: [realtime, batch]"
        ),
        refused=tuple(
            Case(held).name
            for held in meant()
            if (held["hardware"], held["latency"]) == ("multi-gpu", "batch")
        ),
    ),
    Misadmission(
        "exempt-from-a-rule",
        replace(RAG, "exempt: []", "exempt: [several-gpus-pay-for-throughput]"),
        admitted=("rag-text-realtime-multi-gpu-local",),
    ),
    Misadmission(
        "engine-without-its-hardware",
        replace(RAG, "engine: [vllm], hardware: [cpu, edge]", "engine: [vllm], hardware: [cpu]"),
        admitted=("rag-text-interactive-edge-local-vllm",),
    ),
    Misadmission(
        "question-not-asked",
        replace(
            RAG, "latency: [interactive, batch]}\n    values", "latency: [interactive]}\n    values"
        ),
        admitted=tuple(
            f"rag-text-batch-{hardware}-{source}"
            for hardware in ("cpu", "gpu", "multi-gpu")
            for source in ("local", "hybrid")
        ),
        refused=tuple(
            f"rag-text-batch-{hardware}-{source}-{engine}"
            for hardware in ("cpu", "gpu", "multi-gpu")
            for source in ("local", "hybrid")
            for engine in ENGINES[hardware]
        ),
    ),
    Misadmission(
        "copier-forgets-a-rule",
        replace(MACROS, "(catalogue.rules |", "(catalogue.rules[1:] |"),
        admitted=tuple(
            f"rag-text-{latency}-{hardware}-api"
            for latency in ("interactive", "batch")
            for hardware in ("gpu", "multi-gpu")
        ),
        copier=True,
    ),
    Misadmission(
        "copier-offers-too-little",
        replace(
            MACROS,
            "in values.items() -%}\n{%- set reason",
            "in (values.items() | list)[:3] -%}\n{%- set reason",
        ),
        refused=("rag-text-interactive-edge-local", "rag-text-realtime-edge-local"),
        copier=True,
    ),
)
