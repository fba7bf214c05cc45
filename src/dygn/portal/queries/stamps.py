"""Reading the count of changes that everybody could see."""

from dygn.portal.models import Stamp


def stamp_now() -> int:
    """Give the municipality's stamp; 0 before anything has changed."""
    return Stamp.objects.values_list("number", flat=True).first() or 0
