"""Puts together the stages that the settings name."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from prometheus_client import CollectorRegistry

from ..words.analysis import words
from ..words.spelling import Speller
from .actions import Actions, Offering
from .examples import Example, StagesUnusable, load, read
from .grounding import GroundingCheck
from .injection import InjectionScreening
from .normalisation import Normalisation
from .pipeline import Check, Pipeline, Stage
from .policy import PolicyCheck, ToneCheck, topics
from .redaction import Redaction, Restoration
from .schema import SchemaCheck
from .settings import StageSettings
from .understanding import IntentDetection, LanguageDetection, Spelling

Made = TypeVar("Made")


def build_stages(
    settings: StageSettings,
    registry: CollectorRegistry | None = None,
    *,
    correct: Callable[[str], str] | None = None,
    actions: Actions | None = None,
) -> Pipeline:
    """Return the pipeline of the stages that are on and have what they need.

    `registry` is where their metrics are exported. Spelling needs `correct`, or the setting
    `vocabulary`; the schema check needs `json_schema`; actions are handed over. Raises
    StagesUnusable where a file that a stage reads cannot be used.
    """
    # In the order in which they run: what is hidden is shown before anything is judged, and
    # personal data goes before a word is corrected.
    before: Mapping[str, Callable[[], Stage | None]] = {
        "normalisation": Normalisation,
        "redaction": lambda: Redaction(settings.region),
        "language": lambda: LanguageDetection(settings.known_languages, settings.languages),
        "injection": lambda: build_screening(settings),
        "spelling": lambda: _spelling(settings.vocabulary, correct),
        "intent": lambda: IntentDetection(_examples(settings, "intent"), settings.intent_least),
        "actions": lambda: Offering(actions) if actions else None,
    }
    after: Mapping[str, Callable[[], Check | None]] = {
        "schema": lambda: SchemaCheck(_schema(path)) if (path := settings.json_schema) else None,
        "policy": lambda: PolicyCheck(topics(settings.topics)),
        "grounding": lambda: GroundingCheck(settings.grounding_least, settings.grounding_overlap),
        "tone": lambda: ToneCheck(topics(settings.tone), blocks=settings.tone_blocks),
        "actions": lambda: actions,
        "redaction": Restoration,
    }
    return Pipeline(_made(before, settings), _made(after, settings), registry)


def build_screening(settings: StageSettings) -> InjectionScreening:
    """Return the screening alone, for pages, files and what tools return. Raises StagesUnusable."""
    attacks, ordinary = (_examples(settings, name) for name in ("injection", "intent"))
    return InjectionScreening(attacks, ordinary, settings.injection_least)


def _examples(settings: StageSettings, stage: str) -> list[Example]:
    return load(settings.examples / f"{stage}.jsonl", "development")


def _made(makers: Mapping[str, Callable[[], Made | None]], settings: StageSettings) -> list[Made]:
    stages = [make() for name, make in makers.items() if name in settings.on]
    return [stage for stage in stages if stage is not None]


def _spelling(vocabulary: Path | None, correct: Callable[[str], str] | None) -> Spelling | None:
    if vocabulary and not correct:
        correct = Speller(Counter(words(read(vocabulary)))).correct
    return Spelling(correct) if correct else None


def _schema(path: Path) -> Mapping[str, Any]:
    try:
        schema = json.loads(read(path))
    except ValueError as error:
        raise StagesUnusable(f"{path} is no JSON: {error}") from error
    if not isinstance(schema, dict):
        raise StagesUnusable(f"{path} holds no JSON Schema, which is an object")
    return schema
