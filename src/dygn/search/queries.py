"""Finding: a question in words, answered by the municipality's own entries in one language."""

import json
from collections.abc import Sequence

from django.db import connection

from dygn.base.tenancy import required_municipality_id
from dygn.search.models import Entry, SearchSynonym
from dygn.search.rules.words import Term, terms_of

LONGEST_QUESTION = 200
MOST_FOUND = 50
MOST_SUGGESTED = 8


def find(
    text: str, language: str, *, kinds: Sequence[str] = (), audience: str = "everyone", most: int = MOST_FOUND
) -> list[Entry]:
    """Give what answers the question, the best first; nothing when there is no word in it.

    Whole words and their forms count most, then words that begin so, compounds that hold the word,
    and, for a word that nobody has written, those spelt most like it.
    """
    required_municipality_id()
    terms = terms_of(text[:LONGEST_QUESTION], _synonyms(language))
    if not terms:
        return []
    ids = _ranked(terms, language, kinds, audience, most)
    found = Entry.objects.defer("body", "synonyms", "folded_title", "folded_rest").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def suggest(text: str, language: str) -> list[Entry]:
    """Give what may be meant while a question is being typed; nothing for a single letter."""
    if len(text.strip()) < 2:
        return []
    return find(text, language, most=MOST_SUGGESTED)


def _synonyms(language: str) -> list[list[str]]:
    return [group.phrases for group in SearchSynonym.objects.filter(language=language)]


def _ranked(terms: list[Term], language: str, kinds: Sequence[str], audience: str, most: int) -> list[int]:
    """Ask the owner's function, which filters by municipality itself (see the migration)."""
    asked = [[[[word.written, word.folded] for word in phrase] for phrase in term] for term in terms]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT entry_id FROM search_find(%s::jsonb, %s, %s::text[], %s, %s)",
            [json.dumps(asked), language, list(kinds), audience, most],
        )
        return [row[0] for row in cursor.fetchall()]
