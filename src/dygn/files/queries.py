from uuid import UUID

from django.db.models import QuerySet

from dygn.files.models import StoredFile


def files_of(subject: str, place: str | None = None) -> QuerySet[StoredFile]:
    """Give the files about a subject, oldest first; only those of one place when it is named."""
    files = StoredFile.objects.filter(subject=subject).order_by("stored_at", "key")
    return files if place is None else files.filter(place=place)


def file_with_key(key: UUID) -> StoredFile | None:
    """Give the file with that key in the municipality in scope."""
    return StoredFile.objects.filter(pk=key).first()
