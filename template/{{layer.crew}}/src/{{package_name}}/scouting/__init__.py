"""Visits to sites: which, how politely, and what was changed since the last time."""
