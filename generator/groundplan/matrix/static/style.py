"""Lint and formatting as the render configures them, by the ruff of its environment."""

from groundplan.matrix.model import Render
from groundplan.matrix.static.programs import THEIRS, said


def lint(render: Render) -> list[str]:
    """`ruff check` finds nothing."""
    options = ("--no-cache", "--quiet", "--output-format=concise")
    return said(THEIRS / "ruff", "check", *options, ".", folder=render.folder)


def formatting(render: Render) -> list[str]:
    """`ruff format` would change nothing."""
    return said(
        THEIRS / "ruff", "format", "--check", "--no-cache", "--quiet", ".", folder=render.folder
    )
