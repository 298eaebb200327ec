"""What a run of the matrix found, told live, in the terminal, as files, and as a page."""
