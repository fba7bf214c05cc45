from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal
from dygn.base.events import publish
from dygn.cases.access import cases_seen_by
from dygn.cases.actions.put_in_history import Entry, put_in_history
from dygn.cases.actions.take_up import take_up
from dygn.cases.actions.write_message import write_message
from dygn.cases.events import CaseClosed
from dygn.cases.models import Case, CaseEvent, CaseLink
from dygn.identity.actor import Actor
from dygn.payments.actions.let_go import let_go_all

MOST_PARENTS = 20


@transaction.atomic
def link_cases(
    case_id: int, reference: str, kind: str, *, actor: Actor, now: datetime, revision: int | None = None
) -> CaseLink:
    """Say that two cases that the officer may open belong together; it stands in the history of both."""
    if kind not in CaseLink.Kind.values:
        raise Refusal("unknown_link", _("Choose how the cases belong together."), field="kind")
    case, other = _both(case_id, reference, actor=actor, revision=revision)
    either = Q(case=case, other=other) | Q(case=other, other=case)
    if CaseLink.objects.filter(either).exists():
        raise Refusal("linked_already", _("These cases are linked already."), field="reference")
    if kind == CaseLink.Kind.PARENT:
        _refuse_circle(case, other)
    link = CaseLink(case=case, other=other, kind=kind, noted_at=now)
    link.save()
    for one, beside in ((case, other), (other, case)):
        entry = Entry(CaseEvent.Kind.LINKED, {"why": beside.reference, "kind": kind})
        put_in_history(one, entry, actor=actor, now=now)
    return link


@transaction.atomic
def merge_double(
    case_id: int, reference: str, text: str, *, actor: Actor, now: datetime, revision: int | None = None
) -> Case:
    """Close a case that is a double of another, and write to its person what happens now.

    Nothing is lost: what was sent, written and added stays in the double, which the other case leads to.
    """
    link = link_cases(case_id, reference, CaseLink.Kind.DOUBLE, actor=actor, now=now, revision=revision)
    link.case.require_open()
    write_message(case_id, text, actor=actor, now=now)
    case = take_up(case_id, actor=actor)
    case.decide(Case.Outcome.NO_DECISION, at=now)
    if case.awaits_payment:
        let_go_all(case.subject, str(_("The case is a double.")), actor=actor, now=now)
    case.requests.filter(answered_at=None, ended_at=None).update(ended_at=now)
    case.close(at=now)
    case.person_wrote_at = None
    put_in_history(case, Entry(CaseEvent.Kind.CLOSED), actor=actor, now=now)
    publish(CaseClosed(case_id=case.pk))
    return case


def _both(case_id: int, reference: str, *, actor: Actor, revision: int | None) -> tuple[Case, Case]:
    """Lock both cases, always in the same order, so that two who link crosswise do not wait for each other."""
    other_id = (
        cases_seen_by(actor).filter(reference=reference.strip().upper()).values_list("pk", flat=True).first()
    )
    if other_id is None:
        raise Refusal("link_unknown", _("You have no case with that reference."), field="reference")
    if other_id == case_id:
        raise Refusal("link_itself", _("Choose another case than this one."), field="reference")
    taken = {
        pk: take_up(pk, actor=actor, revision=revision if pk == case_id else None)
        for pk in sorted((case_id, other_id))
    }
    return taken[case_id], taken[other_id]


def _refuse_circle(case: Case, parent: Case) -> None:
    above: set[int] = {parent.pk}
    for _step in range(MOST_PARENTS):
        if case.pk in above:
            raise Refusal("link_circle", _("The other case is a part of this one already."), field="reference")
        links = CaseLink.objects.filter(case__in=above, kind=CaseLink.Kind.PARENT)
        above = set(links.values_list("other_id", flat=True)[:MOST_PARENTS])
        if not above:
            return
    raise Refusal("link_deep", _("Cases are parts of each other in at most 20 steps."), field="reference")
