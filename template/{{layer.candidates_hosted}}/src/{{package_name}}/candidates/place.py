"""Where a candidate answers from: any OpenAI-compatible address, or Anthropic."""

from ..language_models.hosted_model import HostedModelSettings, build_hosted_model
from ..language_models.settings import LanguageModelSettings
from ..language_models.source import Source
from .listed import Candidate, FaultyCandidates, key_of


def build_source(label: str, candidate: Candidate, settings: LanguageModelSettings) -> Source:
    """Return the candidate's model. Raises FaultyCandidates where its key is missing."""
    source = build_hosted_model(settings, HostedModelSettings(**candidate.model_dump()))
    if source is None:
        raise FaultyCandidates(f"the candidate {label} has no key: set {key_of(label)}")
    return source
