"""Measures retrieval and answers on questions with known sources, and holds them to thresholds."""
