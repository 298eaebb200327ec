"""Where the weights of a model lie: in a folder, in the hub's cache, or first to be downloaded."""

from pathlib import Path

from huggingface_hub import snapshot_download
from huggingface_hub.errors import HfHubHTTPError, HFValidationError

# Other formats of the same weights, several times their size, stay where they are.
_NEEDED = ["*.json", "*.txt", "*.model", "*.safetensors", "*/*.json", "*/*.safetensors"]


class WeightsMissing(RuntimeError):
    """The weights are not on this machine and cannot be downloaded; the message says why."""


def find_weights(name: str, revision: str | None) -> Path:
    """Return the folder of a model. What was downloaded once is used without asking the network.

    Raises WeightsMissing.
    """
    if Path(name).is_dir():
        return Path(name)
    reason = ""
    for local in (True, False):
        try:
            folder = snapshot_download(
                name, revision=revision, allow_patterns=_NEEDED, local_files_only=local
            )
            return Path(folder)
        # The hub's client lets the errors of the network through as they are.
        except (HfHubHTTPError, HFValidationError, OSError, RuntimeError) as error:
            reason = str(error).strip().partition("\n")[0].partition(".")[0]
    raise WeightsMissing(f"the weights of {name} cannot be had ({reason})")
