"""Keys, tokens and passwords, by their looks."""

import functools
from collections.abc import Iterator

from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
from detect_secrets.core.scan import scan_line
from detect_secrets.settings import transient_settings

from .files import per_file

# What has the entropy of a key is here the hash of a pinned action, an address an example.
NOISY = ("Base64HighEntropyString", "HexHighEntropyString", "IPPublicDetector")


@functools.cache
def _settings() -> dict[str, list[dict[str, str]]]:
    detectors = (kind.__name__ for kind in get_mapping_from_secret_type_to_class().values())
    return {"plugins_used": [{"name": name} for name in detectors if name not in NOISY]}


@per_file("*")
def secrets(name: str, text: str) -> Iterator[str]:
    """No secret; a line that only looks like one says `pragma: allowlist secret`."""
    with transient_settings(_settings()):
        for number, line in enumerate(text.splitlines(), 1):
            # A lock is long and consists of hashes.
            for found in scan_line(line) if "--hash=" not in line else ():
                yield f"line {number} looks like a secret ({found.type})"
