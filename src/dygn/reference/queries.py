"""Asking the reference data. None of it belongs to a municipality."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from dygn.reference.models import Address, Topic
from dygn.reference.rules.address_text import in_street_order, searchable

SHORTEST_SEARCH = 2
MOST_LOOKED_AT = 200
MOST_WORDS, MOST_LEVELS = 5, 5
LANGUAGES_OF_TOPICS = ("sv", "da", "nb", "nn", "en")


@dataclass(frozen=True)
class OfferedTopic:
    """A topic, and whether something lies below it."""

    topic: Topic
    has_below: bool


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


def topics_offered(taxonomy: str, *, under: str = "", typed: str = "", start: int = 0, most: int) -> list[OfferedTopic]:
    """Give topics in use with whether something lies below each: those that a text names, or right below another.

    At most ``most`` of them, from the one numbered ``start`` on. One question.
    """
    below = Topic.objects.filter(taxonomy=taxonomy, is_in_use=True, parent_key=OuterRef("key"))
    words = typed.split()[:MOST_WORDS]
    found = _named(taxonomy, words) if words else topics(taxonomy, under=under)
    asked = found.annotate(has_below=Exists(below)).order_by("key")[start : start + most]
    return [OfferedTopic(each, has_below=each.has_below) for each in asked]


def _named(taxonomy: str, words: list[str]) -> QuerySet[Topic]:
    """Give topics that have all words in one of their titles, or whose key begins so."""
    found = Topic.objects.filter(taxonomy=taxonomy, is_in_use=True)
    in_titles = Q()
    for language in LANGUAGES_OF_TOPICS:
        title = Q()
        for word in words:
            title &= Q(**{f"titles__{language}__icontains": word})
        in_titles |= title
    return found.filter(in_titles | Q(key__istartswith=" ".join(words)))


def topics_above(taxonomy: str, keys: Collection[str]) -> dict[str, Topic]:
    """Give topics by key with all that lie above them; a question for each level."""
    known: dict[str, Topic] = {}
    wanted = {key for key in keys if key}
    for _level in range(MOST_LEVELS):
        if not wanted:
            break
        for topic in Topic.objects.filter(taxonomy=taxonomy, key__in=wanted):
            known[topic.key] = topic
        wanted = {topic.parent_key for topic in known.values() if topic.parent_key} - known.keys()
    return known


def taxonomies_here() -> set[str]:
    """Give the taxonomies that have been taken in."""
    return set(Topic.objects.filter(parent_key="").values_list("taxonomy", flat=True).distinct())


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
