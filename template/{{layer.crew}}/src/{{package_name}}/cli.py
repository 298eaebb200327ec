"""The command line: `python -m <package>.cli --help`, or the Make targets that call it."""

import time
from functools import partial
from itertools import count
from typing import Annotated

import typer
from rich.console import Console

from . import demo as demonstration
from .crew.graph import Unfinished, build_graph, picture
from .crew.log import follow as follow_log
from .crew.log import readable
from .crew.rounds import Busy
from .evaluation import command as evaluation
from .explaining import explained
from .memory.database import MemoryUnusable
from .pricing import appraisal as pricing
from .printing import listener, show_known, show_round
from .rules import Faulty
from .settings import Settings
from .wiring import Crew, build_memory, build_model, load_prices, open_crew

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
console = Console()

_explained = partial(explained, Busy, Faulty, MemoryUnusable, Unfinished)


@app.command()
def watch(
    every: Annotated[float, typer.Option(min=0, help="Seconds between two rounds.")] = 900.0,
    rounds: Annotated[int, typer.Option(min=0, help="How many; 0: until stopped.")] = 0,
    offline: Annotated[bool, typer.Option(help="Ask no language model.")] = False,
) -> None:
    """Run rounds on a schedule; one that was broken off is finished first."""
    with _explained():
        settings = Settings()
        model = None if offline else build_model()
        with open_crew(settings, listener(console), model=model) as crew:
            for done in count(1):
                _attempt(crew, last=done == rounds)
                if done == rounds:
                    return
                console.print(f"The next round begins in {every:.0f} s; Ctrl-C ends.", style="dim")
                try:
                    time.sleep(every)
                except KeyboardInterrupt:
                    return


def _attempt(crew: Crew, *, last: bool) -> None:
    """Run a round; one that cannot end now is taken up by the next, so watching goes on."""
    try:
        show_round(console, crew.rounds.run())
    except (Busy, MemoryUnusable, Unfinished) as error:
        if last:
            raise
        console.print(str(error), style="red", markup=False, highlight=False)


@app.command()
def follow(
    live: Annotated[bool, typer.Option(help="Wait for lines to come.")] = True,
) -> None:
    """Show the log of the crew, and go on while it grows."""
    with _explained():
        path = Settings().crew.log
    try:
        for line in follow_log(path, lambda: live):
            console.print(readable(line), markup=False, highlight=False, soft_wrap=True)
    except KeyboardInterrupt:
        return


@app.command()
def train() -> None:
    """Learn from past prices, measure on sales that were held out, keep what was learnt."""
    with _explained():
        settings = Settings()
        history = load_prices(settings)
    appraisal = pricing.learn(history, settings.pricing)
    pricing.save(appraisal, settings.pricing)
    evaluation.show_errors(console, appraisal, history)
    console.print(f"{settings.pricing.model} holds what was learnt.", highlight=False)


@app.command()
def offers() -> None:
    """Show the offers that are there, with the last decision about each."""
    with _explained():
        memory, _ = build_memory(Settings())
        show_known(console, memory.known())


@app.command()
def notices(
    resend: Annotated[str | None, typer.Option(help="Send the notice about this offer.")] = None,
) -> None:
    """Show the notices and whether they went out; one that did not arrive can be sent again."""
    with _explained():
        _, outbox = build_memory(Settings())
    if resend is not None and not outbox.resend(resend):
        console.print(f"no notice about {resend} waits for that: see `make notices`", style="red")
        raise typer.Exit(1)
    for notice in outbox.all():
        fault = f" ({notice.told})" if notice.told else ""
        said = f"{notice.state:<8} {notice.queued}  {notice.key}  {notice.title}{fault}"
        console.print(said, markup=False, highlight=False, soft_wrap=True)


@app.command()
def evaluate(
    models: Annotated[bool, typer.Option(help="With the model of models.toml.")] = False,
) -> None:
    """Measure prices, decisions and recovery, write the report, fail below a threshold."""
    with _explained():
        passed = evaluation.evaluate(console, models=models)
    raise typer.Exit(0 if passed else 1)


@app.command()
def graph() -> None:
    """Print the graph of the crew as Mermaid."""
    with _explained(), open_crew(Settings()) as crew:
        print(picture(build_graph(crew.agents, crew.settings.limits, crew.log)), end="")


@app.command()
def demo() -> None:
    """Visit the sample's site twice, off-line and without a key."""
    with _explained():
        demonstration.run(console)


if __name__ == "__main__":
    app()
