"""Many who register at the same time, in transactions that really commit, some of which fail."""

import random
import threading
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from dygn.base.tenancy import in_municipality
from dygn.identity.actor import Actor
from dygn.records.actions.register_subject import register_subject
from dygn.records.models import Registration, Series
from tests.cast import a_municipality, scope

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
THREADS, EACH = 8, 25


class Fails(Exception):
    """What goes wrong after a number was taken."""


@pytest.fixture
def ekeby(committed):
    return a_municipality()


def _register_some(municipality, thread, done):
    chance = random.Random(thread)
    actor = Actor.system(municipality.pk)
    try:
        for number in range(EACH):
            subject, sign = f"case:{thread * EACH + number}", chance.choice(["KS", "TN"])
            try:
                with in_municipality(municipality.pk), transaction.atomic():
                    register_subject(subject, sign=sign, actor=actor, now=NOON)
                    if chance.random() < 0.3:
                        raise Fails
                done.append(subject)
            except Fails:
                continue
    finally:
        connection.close()


def test_no_number_is_left_out_or_given_twice_when_many_register_and_some_fail(ekeby):
    done = []
    threads = [
        threading.Thread(target=_register_some, args=(ekeby, number, done)) for number in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with scope(ekeby):
        kept = list(Registration.objects.values_list("sign", "sequence", "subject"))
        last = dict(Series.objects.values_list("sign", "last"))
    assert sorted(subject for _sign, _sequence, subject in kept) == sorted(done)
    assert 0 < len(done) < THREADS * EACH
    for sign in ("KS", "TN"):
        given = sorted(sequence for its, sequence, _subject in kept if its == sign)
        assert given == list(range(1, last[sign] + 1)) and len(given) > 10
