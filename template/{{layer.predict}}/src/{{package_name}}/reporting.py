"""What a training leaves for people to read: the comparison, the data card, the model card."""

from .files import write_text
from .learning.report import comparison_page
from .pipeline import Training
from .registry.model_card import model_card
from .settings import PredictSettings
from .table.card import data_card


def write_reports(settings: PredictSettings, done: Training) -> None:
    """Write the three; the model card is the champion's, so a challenger leaves it as it is."""
    page = comparison_page(
        done.dataset, done.results, done.winner, done.importance, done.decision.reason
    )
    write_text(settings.comparison, page)
    write_text(settings.reports / "data-card.md", data_card(done.dataset))
    if done.decision.promoted:
        write_text(settings.reports / "model-card.md", model_card(done.number, done.card))
