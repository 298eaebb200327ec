"""A small language model of what people say here, for a recogniser that knows no topic.

It is fitted on the project's own phrases, and on the text of the Python manual, so that what
nobody thought of is not impossible. A recogniser of English at large hears most of it wrong.
"""

import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from pydoc_data.topics import topics

from pocketsphinx import get_model_path
from pocketsphinx.lm import ArpaBoLM

from ..language_models.errors import ModelUnavailable

# How often a phrase counts, and how many of its fillings are drawn, for one sentence of the manual.
_WEIGHT = 100
_SLOT = re.compile(r"<(\w+)>")

Pronunciations = dict[str, list[str]]


def fit(phrases: Path, pronunciations: Path, folder: Path) -> tuple[Path, Path]:
    """Write a trigram model and the dictionary of its words into a folder; return both.

    Raises ModelUnavailable where a file is missing, or has a word without a pronunciation.
    """
    said = list(filled(phrases.read_text(encoding="utf-8").splitlines(), random.Random(0)))
    known = _dictionary(pronunciations)
    unknown = sorted({word for line in said for word in line.split()} - known.keys())
    if unknown:
        raise ModelUnavailable(
            f"{phrases} has {unknown[0]!r}, which nobody has said how to pronounce: "
            f"add a line to {pronunciations}",
            "not configured",
        )
    lines = [*said, *manual(known)]
    model = ArpaBoLM(text="\n".join(lines) + "\n", add_start=True)
    model.compute()
    language, words = folder / "phrases.arpa", folder / "phrases.dict"
    with language.open("w", encoding="utf-8") as file:
        model.write(file)
    used = sorted({word for line in lines for word in line.split()})
    words.write_text(
        "".join(
            f"{word}{f'({number})' if number > 1 else ''} {phones}\n"
            for word in used
            for number, phones in enumerate(known[word], 1)
        ),
        encoding="utf-8",
    )
    return language, words


def filled(lines: Iterable[str], rng: random.Random) -> Iterator[str]:
    """Yield each phrase several times; `<slot>` is one of the ways of a line `<slot> = a | b`.

    A way may have slots of its own. The line of a slot stands above its use. Raises
    ModelUnavailable.
    """
    slots: dict[str, list[str]] = {}

    def choose(text: str) -> str:
        return _SLOT.sub(lambda slot: choose(rng.choice(slots[slot[1]])), text)

    for line in lines:
        slot, equals, words = line.partition(" = ")
        if not line.strip() or line.startswith("#"):
            continue
        for used in _SLOT.findall(words if equals else line):
            if used not in slots:
                message = f"the phrases use <{used}> before a line says what it is"
                raise ModelUnavailable(message, "not configured")
        if equals:
            slots[slot.strip("<>")] = [way.strip() for way in words.lower().split("|")]
            continue
        for _ in range(_WEIGHT):
            yield choose(line.lower())


def manual(known: Pronunciations) -> Iterator[str]:
    """Yield the sentences of the Python manual, cut where a word has no known pronunciation."""
    for text in topics.values():
        for sentence in re.split(r"(?<=[.:?!])\s+|\n\s*\n", text):
            run: list[str] = []
            for word in [*re.findall(r"[a-z]+(?:'[a-z]+)?", sentence.lower()), ""]:
                # A letter alone is the name of a variable.
                if word in known and (len(word) > 1 or word in "ai"):
                    run.append(word)
                    continue
                if len(run) > 2:
                    yield " ".join(run)
                run = []


def _dictionary(own: Path) -> Pronunciations:
    known: Pronunciations = {}
    for path in (Path(get_model_path("en-us/cmudict-en-us.dict")), own):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                word, _, phones = line.partition(" ")
                known.setdefault(word.partition("(")[0], []).append(phones.strip())
    return known
