"""The first minute: a conversation in two voices, with memory, a tool and an approval."""

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
from rich.console import Console

from .conversations.attaching import Sounds
from .language_models.patience import Deadline
from .planning.rules import NAME
from .ports import Finished, RunError
from .printing import show
from .speech.espeak import Espeak
from .speech.settings import SpeechSettings
from .speech.sound import Sound
from .wiring import open_assistant, sample_settings

QUESTIONS = (
    "what is seventeen times twenty three",
    "times two",
    "how many modules are there",
    "remember that my sister's birthday is in june",
    "what do you know about me",
)
VOICE = "en-us+m3"
RECORDING = Path("reports/demo.wav")
_RATE = 22_050
_PAUSE = np.zeros(_RATE // 2, np.float32)


def run(console: Console) -> None:
    """Speak questions, hear them, answer aloud, approve what is asked for; keep all as a file."""
    console.print(f"[bold]Answered by:[/bold] {NAME}. Tools, memory and approval are real.")
    console.print(
        "ann's voice is eSpeak NG. Where no server and no key is set, PocketSphinx hears it, and\n"
        "gets one word in five wrong or more: what it heard stands below what she said.\n",
        highlight=False,
        soft_wrap=True,
    )
    ann = Espeak(SpeechSettings(voice=VOICE))
    said: list[Sound] = []
    with tempfile.TemporaryDirectory() as scratch:
        settings = sample_settings()
        runs = settings.runs.model_copy(update={"folder": Path(scratch)})
        with open_assistant(replace(settings, runs=runs), offline=True) as assembled:
            assistant, attachments = assembled.assistant, assembled.assistant.attachments
            assert isinstance(attachments, Sounds)
            conversation = assistant.store.begin("ann")
            for question in QUESTIONS:
                console.print(f"[bold]ann says:[/bold] {question}", highlight=False)
                sound = ann.speak(question, Deadline(60.0)).sound
                said.append(sound)
                try:
                    heard = attachments.voice.heard(sound.wav())
                except RunError as error:
                    console.print(f"  {error}\n", style="yellow", markup=False, highlight=False)
                    continue
                console.print(f"  heard: {heard}", style="dim", markup=False, highlight=False)
                last = show(console, assistant.say("ann", conversation, heard))
                if last.kind == "waiting":
                    console.print("  (the demo says yes, as a person would)", style="dim")
                    last = show(console, assistant.decide("ann", conversation, approved=True))
                assert isinstance(last, Finished)
                spoken = attachments.voice.spoken(last.answer)
                seconds = f"  spoken by {spoken.by}: {spoken.sound.seconds:.1f} s\n"
                console.print(seconds, style="dim", highlight=False)
                said.append(spoken.sound)
    RECORDING.parent.mkdir(parents=True, exist_ok=True)
    RECORDING.write_bytes(_joined(said).wav())
    console.print(f"[bold]Listen to it:[/bold] {RECORDING}\n", highlight=False)
    console.print("[bold]Next[/bold]", highlight=False)
    console.print(
        "  make chat              talk on this terminal, typed\n"
        "  make help              everything else; a page with a microphone, with a service\n"
        "  make evaluate          how good it is, typed and spoken\n"
        "  README.md              how to give it a language model, and better ears",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )


def _joined(sounds: list[Sound]) -> Sound:
    """All of them, one after the other, with pauses."""
    parts = [part for sound in sounds for part in (sound.at(_RATE).samples, _PAUSE)]
    return Sound(np.concatenate(parts), _RATE)
