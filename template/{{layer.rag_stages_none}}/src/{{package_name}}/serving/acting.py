"""No actions: no stage is there to ask for one."""

from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter


@dataclass(frozen=True)
class Acting:
    """Nothing that could be done, and no routes for it."""

    actions: None = None
    routers: tuple[APIRouter, ...] = ()


def build_acting(folder: Path) -> Acting:
    """Return that nothing is done; `folder` stays as it is."""
    return Acting()
