"""Pictures: what may come in, what can be said of them, and what can be done with them."""
