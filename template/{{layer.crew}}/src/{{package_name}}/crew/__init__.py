"""Seven agents and their supervisor as one graph: what they share, who is next, what is kept."""
