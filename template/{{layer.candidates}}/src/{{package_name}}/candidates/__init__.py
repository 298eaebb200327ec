"""Which model? Candidates answer the same cases: quality beside seconds, tokens and cost."""
