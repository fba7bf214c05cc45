from dygn.search.models import Entry


def remove_entry(kind: str, key: str, *, language: str | None = None) -> None:
    """Make something unfindable, in one language or in all. Twice is once."""
    entries = Entry.objects.filter(kind=kind, key=key)
    if language is not None:
        entries = entries.filter(language=language)
    entries.delete()
