from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.audit.actions.record import record
from dygn.base.errors import NotForYou, Refusal
from dygn.base.tenancy import required_municipality_id
from dygn.cases.access import require_case_officer, staff_id_of
from dygn.cases.actions.put_in_history import Entry, put_in_history
from dygn.cases.actions.take_up import take_up
from dygn.cases.models import Case, CaseEvent, NearPerson
from dygn.identity.actor import Actor
from dygn.identity.models.person import identifier_key
from dygn.identity.rules.personal_numbers import PersonalNumber

MOST_NEAR = 50
LONGEST_LABEL = 80


@transaction.atomic
def note_near_person(number: PersonalNumber, label: str, *, actor: Actor, now: datetime) -> NearPerson:
    """Note somebody whose cases this officer does not handle, now and later; only the officer sees the note."""
    require_case_officer(actor)
    own = NearPerson.objects.filter(staff_id=actor.staff_id)
    key = identifier_key(
        number.normal, country=number.country, municipality_id=required_municipality_id()
    )
    if own.filter(identifier_key=key).exists():
        raise Refusal("near_already", _("You have noted this person already."), field="number")
    if own.count() >= MOST_NEAR:
        raise Refusal("too_many_near", _("You have noted 50 already. Remove one first."), field="number")
    near = NearPerson(
        staff_id=staff_id_of(actor), identifier_key=key, label=_checked(label), noted_at=now
    )
    near.save()
    record("desk.near_noted", actor.key, actor=actor, detail={"near": near.pk})
    return near


@transaction.atomic
def step_aside(case_id: int, why: str, *, actor: Actor, now: datetime, revision: int | None = None) -> Case:
    """Say that one is too close to a case to handle it: it is closed to the officer, and let go if they have it.

    Other cases of the same person are closed as well where the personal number is known.
    """
    case = take_up(case_id, actor=actor, revision=revision)
    key = case.applicant.identifier_key if case.applicant is not None else None
    NearPerson(
        staff_id=staff_id_of(actor),
        case=case,
        identifier_key=key if key and not _is_noted(key, actor) else None,
        label=_checked(why, field="why"),
        noted_at=now,
    ).save()
    if case.is_open and case.assignee_id == actor.staff_id:
        case.assign(None)
        put_in_history(case, Entry(CaseEvent.Kind.ASSIGNED, {"officer": None}), actor=actor, now=now)
    record("case.stepped_aside", case.subject, actor=actor)
    return case


@transaction.atomic
def remove_near_person(near_id: int, *, actor: Actor) -> None:
    """Forget a note of one's own. That it was there stays in the log."""
    require_case_officer(actor)
    near = NearPerson.objects.filter(pk=near_id, staff_id=actor.staff_id).first()
    if near is None:
        raise NotForYou
    record("desk.near_removed", actor.key, actor=actor, detail={"near": near.pk, "case": near.case_id})
    near.delete()


def _is_noted(key: str, actor: Actor) -> bool:
    return NearPerson.objects.filter(staff_id=actor.staff_id, identifier_key=key).exists()


def _checked(label: str, *, field: str = "label") -> str:
    text = label.strip()
    if not text or len(text) > LONGEST_LABEL:
        raise Refusal("near_label", _("Write who it is or why, in at most 80 characters."), field=field)
    return text
