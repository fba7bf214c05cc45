from collections.abc import Iterable
from contextlib import ExitStack
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from dygn.base.errors import OutsideFailure
from dygn.base.tenancy import in_municipality
from dygn.municipalities.actions.connect import connect
from dygn.post.actions.compose import Composer
from dygn.post.models import OutboxRow
from dygn.post.ports import MailCarrier, SmsCarrier
from dygn.post.queries import due_rows

# Few enough that something urgent never waits long behind what has already been taken.
AT_ONCE = 20
LEFT_OF_LEASE = timedelta(seconds=60)


def send_waiting_everywhere() -> int:
    """Send one handful in each municipality that has something due; give how many were taken.

    One at a time in turn, so that a municipality's mass sending does not delay its neighbours.
    """
    taken = 0
    for municipality_id in _municipalities_with_post():
        with in_municipality(municipality_id):
            taken += send_waiting()
    return taken


def send_waiting() -> int:
    """Send the next handful of the municipality in scope; give how many were taken.

    Several workers may do so at once: each takes rows that no other has. A row taken by a worker
    that died is taken again when its lease ends. Not to be called inside a transaction.
    """
    rows = take_rows(now=timezone.now())
    _send_each([row for row in rows if row.kind == OutboxRow.Kind.EMAIL], "mail_carrier")
    _send_each([row for row in rows if row.kind == OutboxRow.Kind.SMS], "sms_carrier")
    return len(rows)


@transaction.atomic
def take_rows(*, now: datetime) -> list[OutboxRow]:
    """Take the next rows for sending, so that no other worker takes them while the lease lasts."""
    rows = list(due_rows(now=now).select_for_update(skip_locked=True)[:AT_ONCE])
    for row in rows:
        row.take(now=now)
    OutboxRow.objects.bulk_update(rows, ["state", "attempts", "next_try_at"])
    return rows


def _municipalities_with_post() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT post_municipalities_with_due_rows()")
        return [municipality_id for (municipality_id,) in cursor.fetchall()]


def _send_each(rows: list[OutboxRow], port: str) -> None:
    if not rows:
        return
    try:
        carrier = connect(port)
        with ExitStack() as stack:
            if isinstance(carrier, MailCarrier):
                stack.enter_context(carrier.open())
            _hand_over_all(rows, carrier)
    except OutsideFailure as failure:
        _note_failures(rows, failure)


def _hand_over_all(rows: Iterable[OutboxRow], carrier: MailCarrier | SmsCarrier) -> None:
    composer = Composer.of_scope()
    for row in rows:
        if timezone.now() > row.next_try_at - LEFT_OF_LEASE:
            return  # the carrier is slow: what is left is taken anew when the lease has ended
        try:
            _hand_over(row, carrier, composer)
        except OutsideFailure as failure:
            _note_failures([row], failure)
        else:
            row.note_sent(now=timezone.now())
            row.save(update_fields=["state", "sent_at", "sent_by", "last_error", "facts"])


def _hand_over(row: OutboxRow, carrier: MailCarrier | SmsCarrier, composer: Composer) -> None:
    if isinstance(carrier, MailCarrier):
        carrier.send(composer.email(row))
    else:
        carrier.send(composer.text_message(row))


def _note_failures(rows: list[OutboxRow], failure: OutsideFailure) -> None:
    now = timezone.now()
    for row in rows:
        if row.state == OutboxRow.State.SENDING:
            row.note_failure(str(failure), lasting=failure.lasting, now=now)
            row.save(update_fields=["state", "last_error", "next_try_at"])
