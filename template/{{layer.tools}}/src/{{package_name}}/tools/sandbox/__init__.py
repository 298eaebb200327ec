"""Runs a program that nobody has read, in a process that can do little else than compute.

`confinement/` gives the process its limits and lets the kernel close what it can, `fence.py`
refuses in Python what is left, `run.py` starts, watches and ends it.
"""

from .run import Enforced, Limits, Outcome, enforced, run

__all__ = ["Enforced", "Limits", "Outcome", "enforced", "run"]
