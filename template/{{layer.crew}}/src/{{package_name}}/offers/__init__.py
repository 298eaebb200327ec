"""Offers: what they are, and how they are read from a page."""
