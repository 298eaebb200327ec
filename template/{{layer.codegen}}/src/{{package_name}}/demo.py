"""The first minute: recorded translations of a few programs, really compiled, run and timed."""

import time

from rich.console import Console

from .evaluation.leaderboard import compete, ranked, rows
from .printing import show_leaderboard, show_programs
from .sandbox.sandbox import described
from .settings import Settings
from .wiring import build_workshop, known_programs, recorded_translators

# Integers, floats bit for bit, strings; in each of them a careless translation goes wrong.
PROGRAMS = ("collatz", "compensated_sum", "primes", "run_length")


def run(console: Console) -> None:
    """Let the recorded translators compete, and say what to do next."""
    settings = Settings()
    programs = [program for program in known_programs(settings) if program.name in PROGRAMS]
    workshop = build_workshop(settings)
    started = time.perf_counter()
    ends = compete(programs, recorded_translators(settings), workshop, settings.translate)
    took = time.perf_counter() - started
    cases = sum(len(program.cases) for program in programs)
    console.print(
        f"[bold]Sample:[/bold] {len(programs)} Python programs with {cases} cases of known answers",
        highlight=False,
    )
    show_programs(console, ends)
    show_leaderboard(console, ranked(rows(ends, "")))
    console.print(
        f"All of it took {took:.1f} s with {workshop.compiler.version}. The translations are "
        "recorded: written by hand, no model was asked. They were compiled, held against Python "
        "in every case, and timed on this machine just now. recorded-careless holds mistakes on "
        f"purpose. Here, {described()}.\n",
        highlight=False,
        soft_wrap=True,
    )
    console.print("[bold]Next[/bold]", highlight=False)
    console.print(
        "  make translate FILE=your.py     with a model: README.md, choosing the language model\n"
        "  make evaluate                   all programs, and reports/leaderboard.html\n"
        "  make rank                       your model among the recorded translators",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )
