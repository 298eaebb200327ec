"""Measures what is done: on a set that says what has to come of it, against a baseline."""
