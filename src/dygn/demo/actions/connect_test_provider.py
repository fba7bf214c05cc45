from django.db import transaction

from dygn.base.tenancy import in_municipality
from dygn.identity.models import StaffMember
from dygn.identity.testprovider.connections import resident_connection, staff_connection
from dygn.municipalities.models import Connection, Municipality


@transaction.atomic
def connect_test_provider(municipality: Municipality, *, issuer: str) -> None:
    """Let residents and staff log in at the test identity provider. May be repeated, with another issuer too."""
    wanted = {
        "resident_login": resident_connection(issuer, municipality.country),
        "staff_login": staff_connection(issuer),
    }
    with in_municipality(municipality.pk):
        for port, settings in wanted.items():
            Connection.objects.update_or_create(
                municipality=municipality, port=port, defaults={"adapter": "openid", "settings": settings}
            )
        StaffMember.objects.exclude(issuer__in=("", issuer)).update(issuer=issuer)
