"""`make evaluate-speech`: sentences are said and heard again, and the wrong words counted.

The word error rate is what was left out, added or changed, for each word that was said. The voices
are a machine's, so the figure compares models and settings; it is none for people, whose speech
no library brings.
"""

import json
import random
import re
import time
import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import typer
from rapidfuzz.distance import Levenshtein
from rich.console import Console

from ..explaining import explained
from ..language_models.errors import ModelUnavailable
from ..language_models.patience import Deadline
from .build import build_transcriber
from .espeak import Espeak
from .phrases import filled
from .ports import Transcriber
from .settings import SpeechSettings
from .sound import SpeechUnusable

FOLDER = Path("evaluation/speech")
REPORT = Path("reports/speech.json")
# Two men and a woman, at two speeds.
VOICES = (("en-us", 160), ("en-us+m3", 140), ("en-us+f3", 160))
_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class SpeechFigures:
    """What was measured; errors for each word that was said, by voice and in all.

    `baseline` is the error rate of whoever always hears the phrase that errs least. The real time
    factor is the seconds of work for a second of sound.
    """

    word_error_rate: float
    by_voice: dict[str, float]
    baseline: float
    real_time_factor: float
    sentences: int
    heard_by: str
    wrong: list[str] = field(repr=False)


def words(text: str) -> list[str]:
    """Return the words of a text as they are compared: small, without punctuation."""
    return re.findall(r"[\w%$']+", text.lower())


def errors(said: Sequence[str], heard: str) -> int:
    """Return the least number of words in which what was heard differs from what was said.

    `said` are the ways to write it.
    """
    return min(Levenshtein.distance(words(one), words(heard)) for one in said)


def evaluate_speech(
    transcriber: Transcriber | None = None, sentences: Path = FOLDER / "sentences.txt"
) -> SpeechFigures:
    """Say each sentence in each voice, hear it, and count. Raises ModelUnavailable, OSError."""
    settings, transcriber = SpeechSettings(), transcriber or build_transcriber()
    lines = sentences.read_text(encoding="utf-8").splitlines()
    wanted = [line.split("|") for line in lines if line.strip() and not line.startswith("#")]
    said = sum(len(words(ways[0])) for ways in wanted)
    wrong, by_voice, heard_by = [], {}, ""
    took = length = 0.0
    for voice, speed in VOICES:
        speaker = Espeak(settings.model_copy(update={"voice": voice, "words_per_minute": speed}))
        missed = 0
        for ways in wanted:
            sound = speaker.speak(ways[0], Deadline(_SECONDS)).sound
            started = time.perf_counter()
            try:
                transcript = transcriber.transcribe(sound)
                heard, heard_by = transcript.text, transcript.by
            except SpeechUnusable:
                heard = ""
            took, length = took + time.perf_counter() - started, length + sound.seconds
            missed += (count := errors(ways, heard))
            if count:
                wrong.append(f"{voice} said {ways[0].strip()!r}, heard was {heard!r}")
        by_voice[voice] = missed / said
    phrases = settings.phrases.read_text(encoding="utf-8").splitlines()
    guesses = set(filled(phrases, random.Random(0)))
    return SpeechFigures(
        word_error_rate=sum(by_voice.values()) / len(VOICES),
        by_voice=by_voice,
        baseline=min(sum(errors(ways, guess) for ways in wanted) for guess in guesses) / said,
        real_time_factor=took / length,
        sentences=len(wanted),
        heard_by=heard_by,
        wrong=wrong,
    )


def shortfalls(figures: SpeechFigures, path: Path = FOLDER / "thresholds.toml") -> list[str]:
    """Return a sentence for what misses its threshold. Raises OSError, ValueError."""
    most = float(tomllib.loads(path.read_text(encoding="utf-8"))["word_error_rate"])
    rate = figures.word_error_rate
    return [f"the word error rate is {rate:.3f}, above {most:.3f}"] if rate > most else []


def main() -> None:
    """Measure, print the figures, write the report; exit code 1 beyond a threshold."""
    console = Console()
    with explained(ModelUnavailable, OSError, ValueError, KeyError):
        figures = evaluate_speech()
        short = shortfalls(figures)
    for sentence in figures.wrong:
        console.print(sentence, style="yellow", markup=False, highlight=False, soft_wrap=True)
    voices = ", ".join(f"{voice} {rate:.2f}" for voice, rate in figures.by_voice.items())
    console.print(
        f"{figures.heard_by} hears {figures.sentences} sentences with a word error rate of "
        f"{figures.word_error_rate:.3f} ({voices}); always the same phrase: "
        f"{figures.baseline:.2f}. "
        f"A second of sound takes {figures.real_time_factor:.2f} s.",
        highlight=False,
        soft_wrap=True,
    )
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(figures), ensure_ascii=False, indent=1)
    REPORT.write_text(text + "\n", encoding="utf-8")
    for sentence in short:
        console.print(sentence, style="red", highlight=False)
    raise typer.Exit(bool(short))


if __name__ == "__main__":
    typer.run(main)
