"""A voice for the assistant: what a person says becomes a question, and an answer is spoken."""
