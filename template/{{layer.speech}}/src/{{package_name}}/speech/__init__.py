"""Hearing and speaking: sound to words with their times, and words to sound."""
