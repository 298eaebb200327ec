"""The catalogue is read whole, cannot be changed, and names the file and the key of every fault."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from groundplan import source
from groundplan.catalogue import Catalogue, load
from groundplan.errors import CatalogueError

ANSWERS, RULES, LAYERS, RAG, PREDICT, PRESET, QUESTIONS, TASK = (
    "blueprints/answers.yml",
    "blueprints/rules.yml",
    "blueprints/layers.yml",
    "blueprints/rag/blueprint.yml",
    "blueprints/predict/blueprint.yml",
    "blueprints/presets/rag.yml",
    "blueprints/questions.yml",
    "blueprints/predict/questions.yml",
)
NOT_FOR_API = {"source": "api", "hardware": "gpu", "engine": "vllm"}
Documents = dict[str, Any]
REASON = "because it is so"


def test_what_is_read_is_frozen(catalogue: Catalogue) -> None:
    with pytest.raises(ValidationError):
        catalogue.blueprints["rag"].title = "another"


def test_every_preset_names_its_answers(catalogue: Catalogue) -> None:
    assert {"rag", "tabular-service"} <= set(catalogue.presets)


def edit(file: str, change: Callable[[Any], object]) -> Callable[[Documents], object]:
    return lambda documents: change(documents[file])


FAULTS: list[tuple[str, str, str, Callable[[Documents], object]]] = [
    (RAG, "titel", "unknown key", edit(RAG, lambda held: held.update(titel="x"))),
    (RAG, "summary", "missing", edit(RAG, lambda held: held.pop("summary"))),
    (RAG, "name", "folder's name", edit(RAG, lambda held: held.update(name="wiki"))),
    (RAG, "modalities", "smell", edit(RAG, lambda held: held["modalities"].append("smell"))),
    (RAG, "exempt", "no general rule", edit(RAG, lambda held: held["exempt"].append("luck"))),
    (RAG, "layers", "not in", edit(RAG, lambda held: held["layers"].append({"name": "cellar"}))),
    (
        RAG,
        "layers.0.when.latncy",
        "no such question",
        edit(RAG, lambda held: held["layers"][0].update(when={"latncy": ["batch"]})),
    ),
    (
        RAG,
        "unsupported.0.reason",
        "missing",
        edit(RAG, lambda held: held["unsupported"][0].pop("reason")),
    ),
    (
        RAG,
        "unsupported.0.when.modality",
        "'smell' is not a value",
        edit(RAG, lambda held: held["unsupported"][0].update(when={"modality": ["smell"]})),
    ),
    (
        PREDICT,
        "unsupported",
        "can never fire",
        edit(
            PREDICT,
            lambda held: held["unsupported"].append(
                {"when": {"hardware": ["edge"], "source": ["api"]}, "reason": REASON}
            ),
        ),
    ),
    (
        TASK,
        "colour",
        "missing",
        edit(PREDICT, lambda held: held["questions"].update(colour={"values": {}})),
    ),
    (
        PREDICT,
        "questions.engine",
        "has a question of that name",
        edit(PREDICT, lambda held: held["questions"].update(engine={"values": {}})),
    ),
    (
        PREDICT,
        "questions.package_name",
        "taken",
        edit(PREDICT, lambda held: held["questions"].update(package_name={"values": {}})),
    ),
    (
        TASK,
        "task.default",
        "'guessing' is not one of",
        edit(
            "blueprints/predict/questions.yml", lambda held: held["task"].update(default="guessing")
        ),
    ),
    (
        TASK,
        "colour",
        "not in",
        edit(TASK, lambda held: held.update(colour={"help": "x"})),
    ),
    (
        QUESTIONS,
        "problem.default",
        "no such blueprint",
        edit(QUESTIONS, lambda held: held["problem"].update(default="wiki")),
    ),
    (RULES, "0.reason", "", edit(RULES, lambda held: held[0].update(reason=""))),
    (RULES, "0.when", "missing", edit(RULES, lambda held: held[0].pop("when"))),
    (RULES, "1.id", "id of its own", edit(RULES, lambda held: held[1].update(id=held[0]["id"]))),
    (
        RULES,
        "when.engine",
        "no such question",
        edit(RULES, lambda held: held[0]["when"].update(engine=["vllm"])),
    ),
    (
        RULES,
        "idle",
        "can never fire",
        edit(RULES, lambda held: held.append({**deepcopy(held[0]), "id": "idle"})),
    ),
    (ANSWERS, "hardware", "no values", edit(ANSWERS, lambda held: held.update(hardware={}))),
    (ANSWERS, "mood", "no such question", edit(ANSWERS, lambda held: held.update(mood={}))),
    (
        ANSWERS,
        "latency.realtime",
        "both limits",
        edit(ANSWERS, lambda held: held["latency"]["realtime"].pop("p95_ms")),
    ),
    (
        ANSWERS,
        "latency.realtime.p95_ms",
        "integer",
        edit(ANSWERS, lambda held: held["latency"]["realtime"].update(p95_ms="soon")),
    ),
    (
        LAYERS,
        "cellar",
        "no blueprint uses",
        edit(LAYERS, lambda held: held.update(cellar={"purpose": "x"})),
    ),
    (LAYERS, "core.purpose", "", edit(LAYERS, lambda held: held["core"].pop("purpose"))),
    (PRESET, "name", "file's name", edit(PRESET, lambda held: held.update(name="wiki"))),
    (
        PRESET,
        "answers",
        "accelerator",
        edit(PRESET, lambda held: held["answers"].update(NOT_FOR_API)),
    ),
    (
        PRESET,
        "answers",
        "source is missing",
        edit(PRESET, lambda held: held["answers"].pop("source")),
    ),
]


@pytest.mark.parametrize(
    ("file", "key", "fault", "change"), FAULTS, ids=[f"{f[1]}-{f[2]}" for f in FAULTS]
)
def test_a_fault_names_file_and_key(
    file: str, key: str, fault: str, change: Callable[[Documents], object]
) -> None:
    read = source.read()
    documents = deepcopy(dict(read.documents))
    change(documents)
    with pytest.raises(CatalogueError) as caught:
        load(source.Source(documents, read.files))
    assert caught.value.file == file
    assert key in caught.value.key
    assert fault in str(caught.value)


def test_a_missing_file_is_named() -> None:
    read = source.read()
    documents = {name: held for name, held in read.documents.items() if name != RULES}
    with pytest.raises(CatalogueError, match=r"rules\.yml: the file is missing"):
        load(source.Source(documents, read.files))


def test_a_file_that_is_not_yaml_is_named_with_the_line(tmp_path: Path) -> None:
    (tmp_path / "blueprints").mkdir()
    (tmp_path / "copier.yml").write_text("_subdirectory: template\n")
    (tmp_path / "blueprints" / "rules.yml").write_text("- id: one\n  when: {\n")
    with pytest.raises(CatalogueError, match=r"blueprints/rules\.yml: .*line 3"):
        source.read_folder(tmp_path)
