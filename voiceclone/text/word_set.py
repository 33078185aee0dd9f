"""Sets of words, written in the source as running text."""


def word_set(words: str) -> frozenset[str]:
    """Return the set of these words, which spaces separate."""
    return frozenset(words.split())
