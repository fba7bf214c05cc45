from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from dygn.audit.actions.record import Whoever, record
from dygn.base.tenancy import required_municipality_id
from dygn.municipalities.models import Municipality
from dygn.records.models import Registration
from dygn.records.rules.numbers import written_number


@transaction.atomic
def register_subject(subject: str, *, sign: str, actor: Whoever, now: datetime) -> Registration:
    """Give a subject its number in the register; one that has a number keeps it.

    Call it last in the transaction, with the subject locked: from here until the transaction ends, nobody else gets a
    number of that sign and year. A transaction that is rolled back gives its number back, so that none is left out.
    """
    known = Registration.objects.filter(subject=subject).first()
    if known is not None:
        return known
    country = Municipality.objects.values_list("country", flat=True).get(pk=required_municipality_id())
    year = timezone.localdate(now).year
    sequence = _next(sign, year)
    made = Registration(
        subject=subject,
        sign=sign,
        year=year,
        sequence=sequence,
        number=written_number(country, sign, year, sequence),
        registered_at=now,
    )
    record("register.number_given", subject, actor=actor, detail={"number": made.number})
    made.save(force_insert=True)
    return made


def _next(sign: str, year: int) -> int:
    """Take the next number; whoever asks at the same time waits until it is kept or given back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_series AS s (municipality_id, sign, year, last) VALUES (%s, %s, %s, 1)"
            " ON CONFLICT (municipality_id, sign, year) DO UPDATE SET last = s.last + 1 RETURNING last",
            [required_municipality_id(), sign, year],
        )
        (number,) = cursor.fetchone()
    return int(number)
