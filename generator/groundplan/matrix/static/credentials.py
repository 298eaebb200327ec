"""Keys, tokens and passwords, by their looks."""

import functools
from collections.abc import Iterator

from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
from detect_secrets.core.scan import scan_line
from detect_secrets.settings import transient_settings

from groundplan.matrix.static.files import per_file

# What has the entropy of a key is here the hash of a pinned action, an address an example.
NOISY = ("Base64HighEntropyString", "HexHighEntropyString", "IPPublicDetector")


@functools.cache
def _settings() -> dict[str, list[dict[str, str]]]:
    classes: dict[str, type] = get_mapping_from_secret_type_to_class()
    detectors = (kind.__name__ for kind in classes.values())
    return {"plugins_used": [{"name": name} for name in detectors if name not in NOISY]}


# What each line looks like that was seen: most lines stand in many files.
_looks: dict[str, list[str]] = {}


@per_file("*")
def secrets(name: str, text: str) -> Iterator[str]:
    """No secret; a line that only looks like one says `pragma: allowlist secret`."""
    # A lock is long and consists of hashes.
    lines = [line if "--hash=" not in line else "" for line in text.splitlines()]
    new = set(lines) - _looks.keys()
    if new:
        with transient_settings(_settings()):
            _looks.update((line, [found.type for found in scan_line(line)]) for line in new)
    for number, line in enumerate(lines, 1):
        for kind in _looks[line]:
            yield f"line {number} looks like a secret ({kind})"
