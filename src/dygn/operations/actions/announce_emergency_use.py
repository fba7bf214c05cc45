from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from dygn.base.tenancy import current_municipality_id
from dygn.identity.events import EmergencyAccountUsed
from dygn.identity.models import StaffMember, StaffRole
from dygn.municipalities.actions.go_round import go_round
from dygn.post.actions.notify import notify


def announce_emergency_use(used: EmergencyAccountUsed) -> None:
    """Write to every operator, and to each municipality's administrators, that the emergency account let somebody in.

    An attempt that was refused is in the log of uses, and not announced.
    """
    if used.was_let_in:
        go_round(lambda: _write(used))


def _write(used: EmergencyAccountUsed) -> None:
    at = date_format(timezone.localtime(used.at), "DATETIME_FORMAT")
    administrators = StaffRole.objects.filter(role=StaffRole.Role.ADMINISTRATOR).values("staff_id")
    told = StaffMember.objects.filter(Q(account__is_operator=True) | Q(pk__in=administrators), is_active=True)
    for member in told.distinct():
        notify(
            member,
            "emergency_login",
            {"at": at, "from_address": used.address},
            subject="emergency-account",
            key=f"emergency:{current_municipality_id()}:{used.at.isoformat()}:{member.pk}",
        )
