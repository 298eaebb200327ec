"""What each stage must beat: the least that somebody would write in a minute."""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from .examples import Example, load

Baseline = Callable[[Example], frozenset[str]]


def _unchanged(path: Path) -> Baseline:
    return lambda example: frozenset([example.text])


def _most_frequent(path: Path) -> Baseline:
    counts = Counter(example.expected for example in load(path, "development"))
    likeliest = frozenset(counts.most_common(1)[0][0])
    return lambda example: likeliest


def _at_signs_and_digits(path: Path) -> Baseline:
    """A word with an at sign is an address, one with seven digits a telephone number."""

    def run(example: Example) -> frozenset[str]:
        words = [word.strip(".,;:!?()\"'<>") for word in example.text.split()]
        return frozenset(
            f"{'EMAIL' if '@' in word else 'PHONE'} {word}"
            for word in words
            if "@" in word or sum(map(str.isdigit, word)) >= 7
        )

    return run


def _matching(pattern: str, label: str, path: Path) -> Baseline:
    return lambda example: frozenset([label] if re.search(pattern, example.text, re.I) else ())


def _is_json(path: Path) -> Baseline:
    def run(example: Example) -> frozenset[str]:
        try:
            json.loads(example.text)
        except ValueError:
            return frozenset(["invalid"])
        return frozenset()

    return run


def _half_of_its_words(path: Path) -> Baseline:
    def run(example: Example) -> frozenset[str]:
        shown = set(" ".join(example.passages).lower().split())
        said = set(example.text.lower().split())
        return frozenset(["unsupported"] if len(said & shown) * 2 < len(said) else ())

    return run


def _nothing(path: Path) -> Baseline:
    return lambda example: frozenset()


BASELINES: Mapping[str, Callable[[Path], Baseline]] = {
    "normalisation": _unchanged,
    "language": _most_frequent,
    "redaction": _at_signs_and_digits,
    "injection": partial(_matching, r"ignore|instructions", "injection"),
    "spelling": _unchanged,
    "intent": _most_frequent,
    "schema": _is_json,
    "policy": _nothing,
    "grounding": _half_of_its_words,
    "tone": partial(_matching, r"stupid|idiot|shut up|dumb", "unfriendly"),
    "actions": _nothing,
}
