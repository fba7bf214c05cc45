from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dygn.base.errors import Refusal
from dygn.base.events import publish
from dygn.cases.access import refuse_own_case
from dygn.cases.actions.compose_letter import compose_letter
from dygn.cases.actions.make_decision_letter import make_letter
from dygn.cases.actions.put_in_history import Entry, put_in_history
from dygn.cases.actions.take_up import officer_of, take_up
from dygn.cases.actions.write_message import checked_text
from dygn.cases.events import CaseDecided
from dygn.cases.models import Case, CaseEvent, Decision
from dygn.cases.models.decision import LONGEST_REASON
from dygn.cases.rules.chain import text_digest
from dygn.identity.actor import Actor
from dygn.payments.actions.let_go import let_go_all
from dygn.services.rules.letter_parts import split_letter


@transaction.atomic
def decide_case(
    case_id: int, outcome: str, reason: str, *, actor: Actor, now: datetime, revision: int | None = None
) -> Decision:
    """Decide the case and let the letter be made, which then is told of to the person.

    Two officers who decide at once are taken in turn: the second is told, and nothing is overwritten.
    """
    case = take_up(case_id, actor=actor, revision=revision)
    officer = officer_of(actor)
    refuse_own_case(case, officer, actor)
    if outcome not in Case.Outcome.values:
        raise Refusal("unknown_outcome", _("Choose what is decided."), field="outcome")
    text = checked_text(reason, longest=LONGEST_REASON, field="reason")

    case.decide(outcome, at=now)
    if case.awaits_payment:
        let_go_all(case.subject, str(_("The case is decided.")), actor=actor, now=now)
    case.requests.filter(answered_at=None, ended_at=None).update(ended_at=now)
    letter = compose_letter(case, outcome, text, officer=officer, now=now)
    decision = Decision(
        case=case,
        outcome=outcome,
        reason=text,
        letter_text=letter,
        letter_title=split_letter(letter)[0][:200],
        language=case.language,
        decided_by=officer,
        decided_at=now,
    )
    decision.save()
    content = {"outcome": outcome, "reason": text_digest(text), "letter": text_digest(letter)}
    put_in_history(
        case, Entry(CaseEvent.Kind.DECIDED, content, about=f"decision:{decision.pk}"), actor=actor, now=now
    )
    make_letter.defer(decision_id=decision.pk)
    publish(CaseDecided(case_id=case.pk, decision_id=decision.pk))
    return decision
