def run_length(text: str, times: int) -> str:
    """Encode runs of a character as their length and the character, so many times over."""
    for _ in range(times):
        parts = []
        start = 0
        while start < len(text):
            end = start
            while end < len(text) and text[end] == text[start]:
                end += 1
            parts.append(str(end - start) + text[start])
            start = end
        text = "".join(parts)
    return text
