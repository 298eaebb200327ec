"""The first minute: train on the sample, answer rows that no model has seen, look for drift."""

import json

import numpy as np
from rich.console import Console

from .monitoring.drift import compare
from .registry.model_files import load_model, read
from .serving.runtime import model_source
from .settings import PredictSettings
from .table.sample import NAME
from .terminal import train_with_progress
from .wiring import build_registry

SHOWN_ROWS = 4


def run(settings: PredictSettings, console: Console) -> None:
    """Do the main job on the sample table and print what a person can judge."""
    settings = apart(settings.model_copy(update={"folds": 3}))
    registry = build_registry(settings)
    console.print("Sample table, four models, three folds:\n")
    done = train_with_progress(settings, registry, console, tuned=False)

    dataset, scorer = done.dataset, model_source(settings).load()
    shown = dataset.test[:: max(1, len(dataset.test) // SHOWN_ROWS)][:SHOWN_ROWS]
    rows = [
        {name: dataset.frame[name].iloc[index].item() for name in dataset.schema.names}
        for index in shown
    ]
    console.print(f"\nRows of the test set, answered by version {scorer.version}:\n")
    for index, answer in zip(shown, scorer.score(rows), strict=True):
        truth = dataset.frame[dataset.schema.target].iloc[index]
        said = json.dumps(answer.model_dump())
        console.print(f"  true {truth!s:<10} → {said}", markup=False, soft_wrap=True)

    champion = registry.champion()
    if champion is None:
        return
    test = dataset.frame.iloc[dataset.test]
    files = load_model(champion.folder)
    first = next(column.name for column in files.schema.columns if column.kind == "number")
    for text, frame in (
        ("the test rows", test),
        (f"the same with {first} doubled", test.assign(**{first: np.multiply(test[first], 2)})),
    ):
        cells = {name: frame[name].tolist() for name in files.schema.names}
        found = [c.name for c in compare(files.reference, files.schema, cells) if c.drifted]
        console.print(f"\nDrift in {text}: {', '.join(found) or 'none'}", markup=False, end="")
    console.print(f"\n\nNext: `make evaluate`, then open {settings.comparison}")


def apart(settings: PredictSettings) -> PredictSettings:
    """Settings with a registry of the demo's own, if the champion knows another table."""
    champion = build_registry(settings).champion()
    if champion is None or read(champion.folder / "card.json")["data"] == NAME:
        return settings
    folders = {"state": settings.state / "demo", "reports": settings.reports / "demo"}
    return settings.model_copy(update=folders)
