"""Groundplan: the answers to a short questionnaire become a complete AI repository."""
