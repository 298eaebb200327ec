"""What a promotion needs beyond the registry: nothing, since the server reads the registry."""

from pathlib import Path

from ..ports import Matrix, Registry
from ..registry.model_files import ModelFiles


def prepare(files: ModelFiles, folder: Path, features: Matrix) -> None:
    """Called before a model is registered."""


def release(registry: Registry, target: Path) -> None:
    """Called after the champion has changed."""
