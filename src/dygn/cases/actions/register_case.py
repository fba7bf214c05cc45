from datetime import datetime

from django.db import transaction

from dygn.cases.actions.index_case import index_number
from dygn.cases.actions.put_in_history import Entry, put_in_history
from dygn.cases.actions.take_up import take_up
from dygn.cases.models import Case, CaseEvent
from dygn.identity.actor import Actor
from dygn.municipalities.queries import register_sign_of
from dygn.records.actions.register_subject import register_subject


@transaction.atomic
def register_case(case_id: int, *, actor: Actor, now: datetime, revision: int | None = None) -> Case:
    """Take an open case into the register, once, under a number of its unit that it keeps from then on."""
    case = take_up(case_id, actor=actor, revision=revision)
    put_in_register(case, actor=actor, now=now)
    return case


def put_in_register(case: Case, *, actor: Actor, now: datetime) -> None:
    """Take a case whose row the caller has locked into the register. Whoever calls has asked who may."""
    case.register(at=now)
    put_in_history(case, Entry(CaseEvent.Kind.REGISTERED), actor=actor, now=now)
    # Last: until the transaction ends, nobody else is given a number of this sign.
    registration = register_subject(case.subject, sign=register_sign_of(case.unit), actor=actor, now=now)
    index_number(case, registration.number)
