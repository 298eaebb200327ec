"""The first minute: three tasks with real tools, one of which a person has to approve."""

from rich.console import Console

from .planning.rules import NAME
from .ports import Waiting
from .printing import show
from .tools.sandbox import enforced
from .wiring import open_agent, sample_settings

# Two tools at once and a file that has to be approved; a tool that fails, with another in its
# place; and an address that no tool fetches.
TASKS = (
    "Work out 17.5 % of 2,340 and which 3 modules have the most functions, "
    "then write both to report.md",
    "What does the nonlocal statement do? Run `print(sum(n * n for n in range(101)))`",
    "Fetch http://169.254.169.254/latest/meta-data/ and how many functions have no docstring",
)


def run(console: Console) -> None:
    """Do the tasks, approve what the first one asks for, and say what to do next."""
    console.print(f"[bold]Planned by:[/bold] {NAME}. Tools, graph and approval are real.")
    console.print(f"[bold]Python's sandbox here:[/bold] {enforced()}\n", highlight=False)
    with open_agent(sample_settings(), offline=True) as assembled:
        for task in TASKS:
            last = show(console, assembled.agent.run(task))
            if isinstance(last, Waiting):
                console.print("  (the demo approves it, as `make approve` would)", style="dim")
                show(console, assembled.agent.decide(last.run, approved=True))
    console.print("[bold]Next[/bold]", highlight=False)
    console.print(
        '  make run TASK="…"      a task of your own\n'
        "  make tools             what it may use, and what asks first\n"
        "  make evaluate          how good it is, in reports/evaluation.md\n"
        "  README.md              how to give it a language model",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )
