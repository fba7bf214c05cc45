"""Every text that a municipality may word its own way, under the key it is kept by, with the standard text."""

from django.utils.translation import override

from dygn.cases.rules.wording import sentences
from dygn.post.rules.texts import (
    PARTS,
    built_in,
    built_in_in_all_languages,
    built_in_templates,
    places_in,
    wording_key,
)

STATES = "cases.state."
_FILLED_IN_MESSAGES = {"municipality", "name", "url"}
_FILLED_IN_STATES = {"day"}


def standard_texts(language: str) -> dict[str, str]:
    """Give the standard texts in a language by key: those of messages first, then those of a case's state."""
    return standard_messages(language) | standard_states(language)


def standard_messages(language: str) -> dict[str, str]:
    """Give the standard texts of all that is sent, one for each part of each message."""
    return {
        wording_key(template, part): getattr(built_in(template, language), part)
        for template in sorted(built_in_templates())
        for part in PARTS
    }


def standard_states(language: str) -> dict[str, str]:
    """Give the standard sentences that tell a person how their case stands."""
    with override(language):
        return {f"{STATES}{name}": sentence for name, sentence in sentences().items()}


def places_of(key: str) -> set[str]:
    """Give the names in braces that are filled in when the text of that key is used."""
    if key.startswith(STATES):
        return _FILLED_IN_STATES
    template = key.split(".")[1]
    texts = built_in_in_all_languages(template).values()
    return {
        place for each in texts for part in PARTS for place in places_in(each[part])
    } | _FILLED_IN_MESSAGES


def unknown_places(key: str, text: str) -> set[str]:
    """Give the names in braces that nothing would ever fill."""
    return places_in(text) - places_of(key)


def braced(names: set[str]) -> str:
    """Give names as they are written in a text: ``{day}, {name}``."""
    return ", ".join(f"{{{name}}}" for name in sorted(names))
