"""What runs inside a render, off-line and in a fork, with nothing but its own libraries."""
