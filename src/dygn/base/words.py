"""Texts that are data: one text per language, and the nearest when a language lacks its own."""

from collections.abc import Mapping

LANGUAGES = ("sv", "da", "nb", "nn", "en")

# Whoever reads Nynorsk reads Bokmål; Danes read Bokmål before Swedish; English comes last but one.
_NEAREST = {
    "sv": ("nb", "da", "nn", "en"),
    "da": ("nb", "nn", "sv", "en"),
    "nb": ("nn", "da", "sv", "en"),
    "nn": ("nb", "da", "sv", "en"),
    "en": ("sv", "da", "nb", "nn"),
}


def pick(texts: Mapping[str, str], language: str) -> str:
    """Give the text in ``language`` or in its nearest; an empty string when there is none at all."""
    if text := texts.get(language):
        return text
    for nearest in _NEAREST.get(language, LANGUAGES):
        if text := texts.get(nearest):
            return text
    return next((text for text in texts.values() if text), "")
