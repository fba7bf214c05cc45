from dataclasses import dataclass

from django.db import transaction

from dygn.audit.actions.record import Whoever, record
from dygn.municipalities.models import WordListEntry


@dataclass(frozen=True)
class Word:
    """Write ``prefer`` and not ``avoid``."""

    language: str
    avoid: str
    prefer: str
    why: str = ""


@transaction.atomic
def save_word(word: Word, *, actor: Whoever) -> WordListEntry:
    """Put a word on the word list, or change what is said of it."""
    entry, _is_new = WordListEntry.objects.update_or_create(
        language=word.language, avoid=word.avoid, defaults={"prefer": word.prefer, "why": word.why}
    )
    record("word.saved", f"word:{entry.pk}", actor=actor)
    return entry


@transaction.atomic
def remove_word(entry_id: int, *, actor: Whoever) -> bool:
    """Take a word off the word list; say whether it stood there."""
    number, _ = WordListEntry.objects.filter(pk=entry_id).delete()
    if number:
        record("word.removed", f"word:{entry_id}", actor=actor)
    return bool(number)
