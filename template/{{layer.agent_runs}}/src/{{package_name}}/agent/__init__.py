"""The agent: reason and act as a graph, within a budget, resumable, with approval and a trace."""
