from datetime import datetime, timedelta

from dygn.base.numbers_in_words import money
from dygn.cases.actions.tell_person import tell_person
from dygn.cases.models import Case
from dygn.payments.models import Payment
from dygn.payments.queries import owed_since

# After so many days somebody is reminded, once; a worker that stood still has some more to make up for it.
REMIND_AFTER = timedelta(days=5)
AT_THE_LATEST = timedelta(days=9)


def remind_of_payment(*, now: datetime) -> int:
    """Remind those who have sent something that waits to be paid; give of how many cases. May be repeated.

    Each is reminded once of what is asked for. What is said is the amount and the reference, never what it is about.
    """
    owed = {each.subject: each for each in owed_since(now - AT_THE_LATEST, now - REMIND_AFTER)}
    numbers = [subject.removeprefix("case:") for subject in owed if subject.startswith("case:")]
    waiting = Case.objects.select_related("applicant").filter(pk__in=numbers, awaits_payment=True)
    told = 0
    for case in waiting.filter(state__in=Case.OPEN).order_by("pk"):
        told += _remind(case, owed[case.subject])
    return told


def _remind(case: Case, payment: Payment) -> bool:
    amount = money(payment.amount, payment.currency, case.language)
    key = f"{payment.pk}:{payment.owed_at:%Y%m%d%H%M%S}"
    return tell_person(case, "case_pay_reminder", key=key, amount=amount)
