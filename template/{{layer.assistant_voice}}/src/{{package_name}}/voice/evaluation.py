"""`make evaluate-voice`: dialogues are spoken and heard, then held beside the same ones typed.

So the difference is what hearing costs. The voices are a machine's, the same as those of
`make evaluate-speech`; how people are heard is not measured.
"""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import typer
from rich.console import Console
from rich.table import Table

from ..evaluation.command import held
from ..evaluation.dialogues import Dialogue, load
from ..evaluation.expected import FaultySet
from ..evaluation.run import scores
from ..explaining import explained
from ..language_models.patience import Deadline
from ..ports import RunError
from ..speech.build import build_speaker, build_transcriber
from ..speech.espeak import Espeak
from ..speech.evaluation import VOICES, errors, words
from ..speech.settings import SpeechSettings
from .figures import in_figures
from .voice import Voice

FOLDER = Path("evaluation")
REPORT = Path("reports/voice.json")
NOTHING = "(nothing was heard)"
_SECONDS = 60.0


@dataclass(frozen=True)
class VoiceFigures:
    """The share of dialogues that came out as they should, and the words that were heard wrong.

    `typed` is what no hearing can be better than; `wrong` tells what went wrong, a sentence each.
    """

    success: float
    typed: float
    wrong_words: float
    by_voice: dict[str, float]
    wrong: list[str]


def evaluate_voice(dialogues: Sequence[Dialogue], console: Console) -> VoiceFigures:
    """Speak the dialogues in each voice, hear and hold them. Raises ModelUnavailable."""
    settings = SpeechSettings()
    voice = Voice(build_transcriber(), build_speaker(), settings)
    written = [_said(one, [in_figures(turn.say) for turn in one.turns]) for one in dialogues]
    typed = scores(held(console, written, None))["success"]
    by_voice: dict[str, float] = {}
    wrong: list[str] = []
    missed = said = 0
    for name, speed in VOICES:
        speaker = Espeak(settings.model_copy(update={"voice": name, "words_per_minute": speed}))
        heard = [_heard(one, speaker, voice) for one in dialogues]
        for one, other in zip(written, heard, strict=True):
            for turn, again in zip(one.turns, other.turns, strict=True):
                missed += errors([turn.say], again.say)
                said += len(words(turn.say))
        outcomes = held(console, heard, None)
        by_voice[name] = scores(outcomes)["success"]
        wrong += [
            f"{name}, {one.dialogue.id}: heard {[turn.say for turn in one.dialogue.turns]}; "
            + "; ".join(one.wrong)
            for one in outcomes
            if one.wrong
        ]
    return VoiceFigures(fmean(by_voice.values()), typed, missed / max(1, said), by_voice, wrong)


def least(path: Path) -> float:
    """Return the threshold of success. Raises FaultySet."""
    try:
        return float(tomllib.loads(path.read_text(encoding="utf-8"))["success"])
    except (OSError, tomllib.TOMLDecodeError, LookupError, TypeError, ValueError) as error:
        raise FaultySet(f"{path} needs a number named success: {error}") from None


def _heard(dialogue: Dialogue, speaker: Espeak, voice: Voice) -> Dialogue:
    """The dialogue with what is heard in the place of what is said."""
    heard = []
    for turn in dialogue.turns:
        sound = speaker.speak(turn.say, Deadline(_SECONDS)).sound
        try:
            heard.append(voice.heard(sound.wav()))
        except RunError:
            heard.append(NOTHING)
    return _said(dialogue, heard)


def _said(dialogue: Dialogue, texts: list[str]) -> Dialogue:
    """The dialogue with other words."""
    pairs = zip(dialogue.turns, texts, strict=True)
    turns = [turn.model_copy(update={"say": text}) for turn, text in pairs]
    return dialogue.model_copy(update={"turns": turns})


def main() -> None:
    """Measure, print the figures, write the report; exit code 1 below the threshold."""
    console = Console()
    with explained(FaultySet, RuntimeError):
        needed = least(FOLDER / "spoken.toml")
        figures = evaluate_voice(load(FOLDER / "spoken.jsonl"), console)
    table = Table("said by", "came out as they should")
    for name, share in {**figures.by_voice, "typed": figures.typed}.items():
        table.add_row(name, f"{share:.2f}")
    console.print(table)
    for sentence in figures.wrong:
        console.print(sentence, style="yellow", markup=False, highlight=False, soft_wrap=True)
    console.print(
        f"Of 100 words {100 * figures.wrong_words:.0f} were heard wrong; of 100 dialogues "
        f"{100 * figures.success:.0f} came out as they should, {100 * figures.typed:.0f} typed.",
        highlight=False,
    )
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    content = {"success": figures.success, "typed": figures.typed, "by_voice": figures.by_voice}
    content |= {"wrong_words": figures.wrong_words, "wrong": figures.wrong}
    text = json.dumps(content, ensure_ascii=False, indent=1)
    REPORT.write_text(text + "\n", encoding="utf-8")
    if figures.success < needed:
        short = f"success is {figures.success:.3f}, below its threshold {needed:.3f}"
        console.print(short, style="red", highlight=False)
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
