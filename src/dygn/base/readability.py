"""How hard a text is to read: LIX, the readability index of the Nordic countries (Björnsson 1968)."""

import re

_WORD = re.compile(r"[^\W_][\w'’-]*")
_SENTENCE_END = re.compile(r"[.!?:]+(?=\s|$)")


def lix(text: str) -> float:
    """Words per sentence plus the share of long words, in per cent. 30-40 is easy, over 50 is hard."""
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(1, len(_SENTENCE_END.findall(text)))
    long_words = sum(len(word) > 6 for word in words)
    return len(words) / sentences + 100 * long_words / len(words)
