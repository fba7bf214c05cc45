from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dygn.audit.actions.record import record
from dygn.base.errors import NotForYou, Refusal
from dygn.cases.access import require_case_officer, unit_ids_seen_by
from dygn.cases.models import Absence
from dygn.identity.actor import Actor
from dygn.identity.queries import officers_in

MOST_COMING = 20


@dataclass(frozen=True)
class Away:
    """Who is away, from when until when, both days counted, and who stands in."""

    staff_id: int
    from_on: date
    until_on: date
    deputy_id: int | None = None


@transaction.atomic
def note_absence(away: Away, *, actor: Actor, now: datetime) -> Absence:
    """Note that an officer is away. A colleague of theirs may: who is ill does not log in.

    While it lasts the deputy has the absent officer's cases on their desk, and what a rule gives to the
    absent one comes to the deputy.
    """
    require_case_officer(actor)
    wanted = {away.staff_id} | ({away.deputy_id} if away.deputy_id else set())
    known = set(officers_in(unit_ids_seen_by(actor)).filter(pk__in=wanted).values_list("pk", flat=True))
    if away.staff_id not in known:
        raise Refusal("unknown_colleague", _("Choose a colleague from the list."), field="staff")
    if wanted - known:
        raise Refusal("unknown_colleague", _("Choose a colleague from the list."), field="deputy")
    today = timezone.localdate(now)
    absence = Absence(
        staff_id=away.staff_id,
        deputy_id=away.deputy_id,
        from_on=away.from_on,
        until_on=away.until_on,
        noted_at=now,
    )
    absence.require_sense(today=today)
    coming = Absence.objects.filter(staff_id=away.staff_id, until_on__gte=today)
    if coming.filter(from_on__lte=away.until_on, until_on__gte=away.from_on).exists():
        raise Refusal(
            "away_already", _("These days are noted already. Remove the other first."), field="from_on"
        )
    if coming.count() >= MOST_COMING:
        raise Refusal(
            "too_many_absences", _("20 absences are noted already. Remove one first."), field="staff"
        )
    absence.save()
    record("desk.absence_noted", f"staff:{away.staff_id}", actor=actor, detail={"deputy": away.deputy_id})
    return absence


@transaction.atomic
def remove_absence(absence_id: int, *, actor: Actor) -> None:
    """Forget an absence: the officer is back, or does not go."""
    require_case_officer(actor)
    colleagues = officers_in(unit_ids_seen_by(actor)).values("pk")
    absence = Absence.objects.filter(pk=absence_id, staff__in=colleagues).first()
    if absence is None:
        raise NotForYou
    record("desk.absence_removed", f"staff:{absence.staff_id}", actor=actor)
    absence.delete()
