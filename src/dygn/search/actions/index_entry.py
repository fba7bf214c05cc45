from django.db import transaction

from dygn.base.tenancy import required_municipality_id
from dygn.search.models import Entry, IndexedWord
from dygn.search.rules.words import folded_words

LONGEST_BODY = 50_000
_CHANGING = [
    "title",
    "summary",
    "body",
    "url",
    "synonyms",
    "audience",
    "weight",
    "folded_title",
    "folded_rest",
    "changed_at",
]


@transaction.atomic
def index_entry(entry: Entry) -> None:
    """Make something findable, or write it anew: an entry is known by kind, key and language.

    Called in the owner's transaction, so that what is published is found from that moment and what
    is rolled back never is. ``entry`` is an unsaved Entry.
    """
    entry.municipality_id = required_municipality_id()
    prepare(entry)
    Entry.objects.bulk_create(
        [entry],
        update_conflicts=True,
        unique_fields=["municipality", "language", "kind", "key"],
        update_fields=_CHANGING,
    )
    remember_words(entry)


def prepare(entry: Entry) -> None:
    """Cut what is too long and fold the texts; the database makes the lexemes."""
    for name in ("title", "summary", "body", "synonyms"):
        setattr(entry, name, getattr(entry, name).replace("\x00", ""))
    entry.title = entry.title[:300]
    entry.body = entry.body[:LONGEST_BODY]
    entry.folded_title = folded_words(f"{entry.title} {entry.synonyms}")
    entry.folded_rest = folded_words(f"{entry.summary} {entry.body}")


def remember_words(entry: Entry) -> None:
    """Keep the entry's words; in their order, so that two writers never wait for each other."""
    words = sorted({*entry.folded_title.split(), *entry.folded_rest.split()})
    IndexedWord.objects.bulk_create(
        [IndexedWord.made(language=entry.language, word=word[:50]) for word in words if len(word) > 2],
        ignore_conflicts=True,
    )
