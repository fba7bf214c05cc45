from django.db.models import QuerySet

from dygn.records.models import Entry, Registration


def registration_of(subject: str) -> Registration | None:
    """Give where a subject stands in the register; None before it is registered."""
    return Registration.objects.filter(subject=subject).first()


def entries_of(subject: str) -> QuerySet[Entry]:
    """Give what is entered of a subject, in the order of the numbers."""
    return Entry.objects.filter(subject=subject).order_by("number")
