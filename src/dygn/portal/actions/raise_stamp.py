from django.db.models import F

from dygn.base.tenancy import in_municipality
from dygn.portal.models import Stamp


def raise_stamp(municipality_id: int) -> None:
    """Say, in the transaction of a change, that the pages kept for everybody are old."""
    with in_municipality(municipality_id):
        if not Stamp.objects.update(number=F("number") + 1):
            Stamp.objects.bulk_create([Stamp.made(number=1)], ignore_conflicts=True)
