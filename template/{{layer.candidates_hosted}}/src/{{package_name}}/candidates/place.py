"""Where a candidate answers from: any OpenAI-compatible address, or Anthropic."""

from ..language_models.hosted_model import HostedModelSettings, build_hosted_model
from ..language_models.settings import LanguageModelSettings
from ..language_models.source import Source
from .listed import Candidate, FaultyCandidates, key_of


def build_source(label: str, candidate: Candidate, settings: LanguageModelSettings) -> Source:
    """Return the candidate's model; without a key of its own it has that of the same provider.

    Raises FaultyCandidates where it has none.
    """
    own, hosted = HostedModelSettings(**candidate.model_dump()), HostedModelSettings()
    # No other address is shown the key of this project's provider.
    same = (own.provider, own.base_url) == (hosted.provider, hosted.base_url)
    if same and not own.api_key.get_secret_value():
        own = own.model_copy(update={"api_key": hosted.api_key})
    source = build_hosted_model(settings, own)
    if source is None:
        raise FaultyCandidates(f"the candidate {label} has no key: set {key_of(label)}")
    return source
