from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from dygn.base.events import publish
from dygn.base.numbers_in_words import money
from dygn.cases.actions.put_in_history import Entry, put_in_history
from dygn.cases.actions.take_up import take_up
from dygn.cases.actions.tell_person import tell_person
from dygn.cases.actions.write_message import checked_text
from dygn.cases.events import CaseReopened
from dygn.cases.models import Case, CaseEvent
from dygn.identity.actor import Actor
from dygn.payments.actions.ask_again import ask_again
from dygn.payments.models import Payment

LONGEST_WHY = 1_000


@transaction.atomic
def reopen_case(case_id: int, why: str, *, actor: Actor, now: datetime, revision: int | None = None) -> Case:
    """Take a finished case in hand again, say why in the history, and tell the person.

    What was to be paid and fell away when the case was refused or withdrawn is asked for again.
    """
    case = take_up(case_id, actor=actor, revision=revision)
    finished_at = case.decided_at or case.closed_at
    case.reopen()
    to_pay = ask_again(case.subject, fell_away_at=finished_at, actor=actor, now=now) if finished_at else []
    if to_pay:
        case.wait_for_payment()
    reason = checked_text(why, longest=LONGEST_WHY, field="why")
    entry = put_in_history(case, Entry(CaseEvent.Kind.REOPENED, {"why": reason}), actor=actor, now=now)
    _tell(case, to_pay, key=f"reopened:{entry.pk}")
    publish(CaseReopened(case_id=case.pk))
    return case


def _tell(case: Case, to_pay: Sequence[Payment], *, key: str) -> None:
    if not to_pay:
        tell_person(case, "case_reopened", key=key)
        return
    amount = money(sum(each.amount for each in to_pay), to_pay[0].currency, case.language)
    tell_person(case, "case_reopened_to_pay", key=key, amount=amount)
