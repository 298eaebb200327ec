"""From a question to a cited answer, or to a refusal."""
