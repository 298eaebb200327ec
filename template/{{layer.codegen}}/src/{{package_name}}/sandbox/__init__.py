"""Runs code that nobody has read, with limits."""
