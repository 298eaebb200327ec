"""How long a translation may take: nobody waits for a job."""

SECONDS = 600.0
"""After this time no repair is begun."""

ROUNDS = 5
"""How often Python and C++ are timed in turn."""
