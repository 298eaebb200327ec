"""The store, and finding passages in it."""
