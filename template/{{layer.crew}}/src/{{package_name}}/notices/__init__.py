"""Ways to tell a person: a file, or whatever Apprise can reach."""
