"""From files and addresses to passages in the store."""
