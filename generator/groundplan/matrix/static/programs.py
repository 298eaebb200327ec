"""Where the programs are that check renders, and what they say."""

import subprocess
import sys
from pathlib import Path

# Those of the developers of Groundplan, and those that a render is developed with.
OURS = Path(sys.executable).parent
CHECKOUT = Path(__file__).resolve().parents[4]
THEIRS = CHECKOUT / ".venv-renders" / "bin"


def said(*command: str | Path, folder: Path | None = None, text: str | None = None) -> list[str]:
    """The lines that a program printed if it failed; nothing if it found no fault."""
    done = subprocess.run(
        command,
        cwd=folder,
        input=text,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    return (lines or [f"{command[0]} ended with {done.returncode}"]) if done.returncode else []
