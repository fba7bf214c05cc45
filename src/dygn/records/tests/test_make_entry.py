"""Entries of a registered subject: each with its running number, none left out, none changed."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from dygn.audit.models import AuditEntry
from dygn.identity.actor import Actor
from dygn.records.actions.make_entry import ToEnter, make_entry
from dygn.records.queries import entries_of
from dygn.records.rules.titles import exposes_person
from tests.cast import a_municipality, scope

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def enter(subject, title="Ansökan", *, of=None, **fields):
    what = ToEnter(direction="incoming", dated_on=date(2026, 11, 23), title=title, **fields)
    with scope(of):
        return make_entry(subject, what, actor=Actor.system((of or a_municipality()).pk), now=NOON)


def test_each_subject_counts_for_itself():
    numbers = [enter("case:1").number, enter("case:1").number, enter("case:2").number, enter("case:1").number]
    assert numbers == [1, 2, 1, 3]
    with scope():
        assert AuditEntry.objects.filter(action="register.entry_made", subject="case:1").count() == 3


def test_an_entry_that_is_rolled_back_gives_its_number_back():
    enter("case:1")
    with pytest.raises(RuntimeError), transaction.atomic():
        enter("case:1", "Lost")
        raise RuntimeError
    assert enter("case:1").number == 2


def test_nobody_reads_the_entries_of_another_municipality():
    enter("case:1", of=a_municipality("Nordø", country="dk", language="da"))
    with scope():
        assert not entries_of("case:1").exists()


def test_the_correspondent_is_sealed_in_the_database():
    enter("case:1", correspondent="Grannen Gun")
    with scope(), connection.cursor() as cursor:
        cursor.execute("SELECT correspondent FROM records_entry")
        assert "Gun" not in cursor.fetchone()[0]
        assert entries_of("case:1").get().correspondent == "Grannen Gun"


@pytest.mark.parametrize("change", ["UPDATE records_entry SET title = 'x'", "DELETE FROM records_entry"])
def test_an_entry_is_never_changed(change):
    enter("case:1")
    with scope(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.parametrize(
    ("title", "exposes"),
    [
        ("Yttrande över ansökan", False),
        ("Yttrande från Ek", False),
        ("Yttrande från ALVA", True),
        ("Intyg för 20000101-2384", True),
        ("Intyg för 000101 2384", True),
        ("Svar om KS 2026/00017 av 2026-11-23", False),
    ],
)
def test_a_title_that_strangers_read_names_no_person(title, exposes):
    assert exposes_person(title, ["Alva Ek"]) is exposes
