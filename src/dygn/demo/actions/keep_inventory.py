import csv
import io
from datetime import datetime, timedelta
from importlib.resources import files

from django.db.models import F
from django.utils import timezone

from dygn.base.tenancy import in_municipality
from dygn.demo.cast import CastMunicipality
from dygn.identity.actor import Actor
from dygn.identity.models import StaffMember
from dygn.municipalities.models import Municipality
from dygn.services.actions.import_inventory import import_inventory
from dygn.services.models import InventoryEntry, Service


def keep_inventory(cast: CastMunicipality, municipality: Municipality, *, now: datetime) -> int:
    """Take in the inventory that the municipality has kept for some years; give how long it is.

    Each owner has reviewed what is theirs, some long ago: those are to be reviewed anew.
    """
    actor = Actor(municipality_id=municipality.pk, is_system=True)
    with in_municipality(municipality.pk):
        staff = {member.email.partition("@")[0]: member for member in StaffMember.objects.all()}
        installed = set(Service.objects.values_list("key", flat=True))
        lines = [
            line
            for line in _lines(cast.languages[0])
            if not line["e_service"] or line["e_service"] in installed
        ]
        rows = [_as_the_sheet_has_it(line, staff, now) for line in lines]
        intake = import_inventory(_sheet(rows), actor=actor, now=now)
        if intake.faults:
            raise ValueError(f"{cast.slug}: {'; '.join(str(fault) for fault in intake.faults)}")
        InventoryEntry.objects.exclude(reviewed_on=None).update(reviewed_by=F("person"))
        return InventoryEntry.objects.count()


def _lines(language: str) -> list[dict[str, str]]:
    text = files("dygn.demo").joinpath(f"data/inventory.{language}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def _as_the_sheet_has_it(
    line: dict[str, str], staff: dict[str, StaffMember], now: datetime
) -> dict[str, str]:
    """Give the line with the day for how long ago it was, and the owner's address for their name."""
    days_ago, owner = line.pop("days_ago"), line.pop("owner")
    today = timezone.localdate(now)
    return {
        **line,
        "reviewed_on": (today - timedelta(days=int(days_ago))).isoformat() if days_ago else "",
        "owner_email": staff[owner].email if owner else "",
    }


def _sheet(rows: list[dict[str, str]]) -> bytes:
    written = io.StringIO()
    writer = csv.DictWriter(written, fieldnames=list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()
