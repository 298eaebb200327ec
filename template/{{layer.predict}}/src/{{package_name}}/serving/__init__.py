"""Answering: a scorer around the champion, and where the champion comes from."""
