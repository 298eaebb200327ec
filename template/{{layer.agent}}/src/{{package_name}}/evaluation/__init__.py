"""Measures the agent on a set of tasks: success, recovery, safety, steps and cost."""
