from dygn.records.models import Registration


def registration_of(subject: str) -> Registration | None:
    """Give where a subject stands in the register; None before it is registered."""
    return Registration.objects.filter(subject=subject).first()
