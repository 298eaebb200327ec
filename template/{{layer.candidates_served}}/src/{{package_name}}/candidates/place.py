"""Where a candidate answers from: any OpenAI-compatible address, this project's own if left out."""

from dataclasses import replace
from typing import Any

from ..language_models.local_model import LocalModelSettings, build_local_model
from ..language_models.settings import LanguageModelSettings
from ..language_models.source import Source
from .listed import Candidate, FaultyCandidates


def build_source(label: str, candidate: Candidate, settings: LanguageModelSettings) -> Source:
    """Return the candidate's model. Raises FaultyCandidates where its protocol is not spoken."""
    if candidate.provider != "openai-compatible":
        raise FaultyCandidates(
            f"the candidate {label} is {candidate.provider}'s, and this project speaks the "
            "OpenAI-compatible protocol alone: source hybrid or api adds it"
        )
    given: dict[str, Any] = {"name": candidate.name}
    if candidate.base_url:
        # Another address is not shown the key of this project's own.
        key = candidate.api_key.get_secret_value() or "none"
        given |= {"base_url": candidate.base_url, "api_key": key}
    return replace(build_local_model(settings, LocalModelSettings(**given)), price=candidate.price)
