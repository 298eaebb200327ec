"""The first minute: two rounds over the sample's site, off-line; the second sees what changed."""

import shutil
import time
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from .notices.file import FileMessenger
from .printing import listener, show_round
from .settings import Settings
from .wiring import open_crew

_FOLDER = Path("var/demo")


def run(console: Console) -> None:
    """Learn prices, visit the site twice, and say what to do next."""
    shutil.rmtree(_FOLDER, ignore_errors=True)
    settings = demo_settings(_FOLDER)
    console.print(
        "[bold]Sample:[/bold] a made-up market of second-hand bicycles, three shops on a server of "
        "this process; two of three estimators, as no language model is asked\n",
        highlight=False,
    )
    started = time.perf_counter()
    messenger = FileMessenger(_FOLDER / "notices.jsonl")
    tell = listener(console)
    with open_crew(settings, tell, messenger=messenger) as crew:
        for _ in range(2):
            state = crew.rounds.run()
            console.print()
            show_round(console, state)
            console.print()
    took = time.perf_counter() - started
    console.print(
        f"Two rounds in {took:.1f} s. Nobody was told: notices are in {messenger.name}, each offer "
        "once.\n",
        highlight=False,
        soft_wrap=True,
    )
    console.print("[bold]Next[/bold]", highlight=False)
    console.print(
        "  make watch                     rounds on a schedule: where, say sites/\n"
        "  make follow                    the log, live, in another terminal\n"
        "  make evaluate                  how good it is, in reports/evaluation.md",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )


def demo_settings(folder: Path) -> Settings:
    """Return settings that keep all in a folder and learn from the sample."""
    settings = Settings()
    return replace(
        settings,
        crew=settings.crew.model_copy(update={"state": folder}),
        pricing=settings.pricing.model_copy(
            update={"history": folder / "past-prices.csv", "model": folder / "fair-prices.pickle"}
        ),
    )
