"""Where a candidate answers from: the inside of this process."""

from dataclasses import replace

from ..language_models.local_model import LocalModelSettings, build_local_model
from ..language_models.settings import LanguageModelSettings
from ..language_models.source import Source
from .listed import Candidate, FaultyCandidates


def build_source(label: str, candidate: Candidate, settings: LanguageModelSettings) -> Source:
    """Return the candidate's model. Raises FaultyCandidates where it answers from elsewhere."""
    if candidate.base_url or candidate.provider != "openai-compatible":
        raise FaultyCandidates(
            f"the candidate {label} answers from elsewhere, and this project's models run inside "
            "it: leave out provider and base_url, or choose source hybrid or api"
        )
    local = LocalModelSettings(name=candidate.name)
    return replace(build_local_model(settings, local), price=candidate.price)
