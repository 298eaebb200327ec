"""Translators held to the same programs: who is right, and whose code is fast."""
