def word_counts(text: str) -> dict[str, int]:
    """Count words: a dictionary is none of the types that can be handed over."""
    counts: dict[str, int] = {}
    for word in text.split():
        counts[word] = counts.get(word, 0) + 1
    return counts
