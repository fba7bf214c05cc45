"""Asking the reference data. None of it belongs to a municipality."""

from collections.abc import Collection

from django.db.models import QuerySet

from dygn.reference.models import Address, Topic
from dygn.reference.rules.address_text import in_street_order, searchable

SHORTEST_SEARCH = 2
MOST_LOOKED_AT = 200


def find_addresses(text: str, *, country: str, limit: int = 10) -> list[Address]:
    """Give addresses in use that begin as the text does, in the order of the street.

    Words that come later in the address may follow the beginning: "Storgatan 4 Ekeby". Two
    questions to the database at most.
    """
    words = searchable(text).split()
    if len(" ".join(words)) < SHORTEST_SEARCH:
        return []
    found = list(_beginning_with(" ".join(words), country)[:MOST_LOOKED_AT])
    if not found and len(words) > 1:
        by_street = _beginning_with(_before_the_place(words), country)
        for word in words[1:]:
            by_street = by_street.filter(searched__contains=f" {word}")
        found = list(by_street[:MOST_LOOKED_AT])
    return sorted(found, key=lambda address: in_street_order(address.searched))[:limit]


def topics(taxonomy: str, *, under: str = "") -> QuerySet[Topic]:
    """Give the topics in use right below another, the topmost when none is named."""
    return Topic.objects.filter(taxonomy=taxonomy, is_in_use=True, parent_key=under).order_by("key")


def titles_of_topics(keys: Collection[str]) -> dict[str, str]:
    """Give what topics are called, by key; those that we do not know are left out. One question."""
    return {topic.key: topic.title for topic in Topic.objects.filter(key__in=[key for key in keys if key])}


def _beginning_with(beginning: str, country: str) -> QuerySet[Address]:
    return Address.objects.filter(country=country, is_in_use=True, searched__startswith=beginning).order_by(
        "searched"
    )


def _before_the_place(words: list[str]) -> str:
    """Give the words up to the house number, or the first alone when there is none."""
    for place, word in enumerate(words):
        if word[0].isdigit() and place > 0:
            return " ".join(words[: place + 1])
    return words[0]
