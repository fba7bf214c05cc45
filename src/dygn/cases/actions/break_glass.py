from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.audit.actions.record import record
from dygn.base.errors import NotForYou, Refusal
from dygn.cases.access import cases_seen_by, require_case_officer, require_open_to, staff_id_of
from dygn.cases.actions.put_in_history import Entry, put_in_history
from dygn.cases.models import BrokenGlass, Case, CaseEvent, CaseSettings
from dygn.cases.models.broken_glass import OPEN_FOR
from dygn.cases.queries.glass import told_of_glass
from dygn.identity.access import require_administrator
from dygn.identity.actor import Actor
from dygn.post.actions.notify import notify

SHORTEST_WHY, LONGEST_WHY = 10, 1_000


@transaction.atomic
def break_glass(reference: str, why: str, *, actor: Actor, now: datetime) -> Case:
    """Open a case of another unit for eight hours, to read and not to change, because it cannot wait.

    The reason stands in the case's history; whoever has the case and the unit's managers are told at once. What is
    of a protected identity or of somebody near stays closed.
    """
    require_case_officer(actor)
    text = why.strip()
    if not SHORTEST_WHY <= len(text) <= LONGEST_WHY:
        raise Refusal("glass_why", _("Write why you need to read it now, so that others understand."), field="why")
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("applicant", "unit")
        .filter(reference=reference.strip().upper())
        .first()
    )
    if case is None:
        record("case.glass_missed", "cases", actor=actor)
        raise Refusal("glass_unknown", _("There is no case with that reference."), field="reference")
    if cases_seen_by(actor).filter(pk=case.pk).exists():
        raise Refusal("glass_needless", _("It is a case of your own unit. Open it as usual."), field="reference")
    require_open_to(actor, case)
    entry = Entry(CaseEvent.Kind.GLASS_BROKEN, {"why": text})
    event = put_in_history(case, entry, actor=actor, now=now)
    glass = BrokenGlass(case=case, staff_id=staff_id_of(actor), event=event, at=now, until=now + OPEN_FOR)
    glass.save()
    for colleague in told_of_glass(case):
        facts = {"reference": case.reference, "path": "/staff/glass/"}
        notify(colleague, "case_glass", facts, subject=case.subject, key=f"glass:{glass.pk}:{colleague.pk}")
    return case


@transaction.atomic
def read_behind_glass(reference: str, *, actor: Actor, now: datetime) -> Case:
    """Read a case that the officer has opened so, as long as it is open. Each reading is logged."""
    require_case_officer(actor)
    case = (
        Case.objects.select_related("service", "unit", "assignee", "applicant", "municipality")
        .filter(
            reference=reference,
            pk__in=BrokenGlass.objects.filter(staff_id=actor.staff_id, until__gt=now).values("case"),
        )
        .first()
    )
    if case is None:
        raise NotForYou
    require_open_to(actor, case)
    record("case.read", case.subject, actor=actor, detail={"glass": True})
    return case


@transaction.atomic
def choose_case_settings(*, shows_readers: bool, actor: Actor) -> CaseSettings:
    """Choose whether people see who has read their case."""
    if not actor.is_system:
        require_administrator(actor)
    kept = CaseSettings.objects.select_for_update().first() or CaseSettings()
    kept.shows_readers = shows_readers
    kept.save()
    record("case.settings_chosen", "case_settings", actor=actor, detail={"shows_readers": shows_readers})
    return kept
