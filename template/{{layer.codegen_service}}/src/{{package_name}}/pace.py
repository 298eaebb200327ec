"""How long a translation may take: somebody waits for it."""

from .budget import P95_SECONDS

SECONDS = P95_SECONDS
"""After this time no repair is begun."""

ROUNDS = 3
"""How often Python and C++ are timed in turn."""
