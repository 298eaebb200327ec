"""Which table is meant: the one named by options or settings, else the sample."""

from pathlib import Path

from .errors import UserError
from .ports import Registry
from .registry.model_files import read
from .settings import PredictSettings
from .table.dataset import Source
from .table.sample import TARGET, write_sample


def source_of(settings: PredictSettings) -> Source:
    """The table to learn from. Raises `UserError` when a table has no named target."""
    if settings.data and not settings.target:
        raise UserError(f"name the column of {settings.data} to predict, with TARGET=column")
    path = Path(settings.data) if settings.data else write_sample(settings.data_folder)
    return Source(
        path=path,
        target=settings.target if settings.data else TARGET,
        group=settings.group or None,
        time=settings.time or None,
        test_share=settings.test_share,
        folds=settings.folds,
        seed=settings.seed,
    )


def as_trained(settings: PredictSettings, registry: Registry) -> PredictSettings:
    """Settings that name the champion's own table, unless they name one already."""
    champion = registry.champion()
    if settings.data or champion is None:
        return settings
    card = read(champion.folder / "card.json")
    names = {name: card[name] or "" for name in ("target", "group", "time")}
    return settings.model_copy(update={"data": card["path"], **names})
