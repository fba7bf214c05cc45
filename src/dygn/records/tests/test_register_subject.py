"""Numbers in the register: each once, none left out, whoever asks at the same time."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from dygn.audit.models import AuditEntry
from dygn.identity.actor import Actor
from dygn.records.actions.register_subject import register_subject
from dygn.records.models import Registration, Series
from dygn.records.queries import registration_of
from dygn.records.rules.numbers import is_sign, written_number
from tests.cast import a_municipality, scope

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def register(subject, *, sign="KS", now=NOON, of=None):
    with scope(of):
        actor = Actor.system((of or a_municipality()).pk)
        return register_subject(subject, sign=sign, actor=actor, now=now)


def test_each_sign_and_year_counts_for_itself():
    numbers = [
        register("case:1"),
        register("case:2"),
        register("case:3", sign="TN"),
        register("case:4", now=datetime(2027, 1, 1, 11, tzinfo=UTC)),
        register("case:5", now=datetime(2026, 12, 31, 23, 30, tzinfo=UTC)),
    ]
    assert [each.number for each in numbers] == [
        "KS 2026/00001",
        "KS 2026/00002",
        "TN 2026/00001",
        "KS 2027/00001",
        "KS 2027/00002",
    ], "the year is that of the place"


def test_a_subject_keeps_its_number():
    first = register("case:1")
    again = register("case:1", sign="TN", now=datetime(2027, 5, 1, tzinfo=UTC))
    assert again.pk == first.pk and again.number == "KS 2026/00001"
    with scope():
        assert Series.objects.count() == 1
        assert AuditEntry.objects.filter(action="register.number_given", subject="case:1").count() == 1


def test_what_is_rolled_back_gives_its_number_back():
    register("case:1")
    with pytest.raises(RuntimeError), transaction.atomic():
        register("case:2")
        raise RuntimeError
    assert register("case:3").number == "KS 2026/00002"
    with scope():
        assert registration_of("case:2") is None


def test_each_municipality_counts_for_itself():
    register("case:1")
    there = a_municipality("Nordø", country="dk", language="da")
    assert register("case:1", of=there).number == "KS-2026-00001"
    with scope():
        assert Registration.objects.count() == 1


@pytest.mark.parametrize("change", ["UPDATE records_registration SET number = 'KS 1'", "DELETE FROM records_registration"])
def test_a_number_that_is_given_is_never_changed(change):
    from django.db import connection

    register("case:1")
    with scope(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.parametrize(
    ("country", "sign", "written"),
    [
        ("se", "KS", "KS 2026/00017"),
        ("se", "", "2026/00017"),
        ("dk", "TM", "TM-2026-00017"),
        ("dk", "", "2026-00017"),
        ("no", "TEK", "TEK 2026/17"),
        ("no", "", "2026/17"),
    ],
)
def test_a_number_is_written_as_the_country_does(country, sign, written):
    assert written_number(country, sign, 2026, 17) == written


@given(st.sampled_from(["se", "dk", "no"]), st.tuples(st.sampled_from(["", "A", "KS2"]), st.integers(2000, 2100), st.integers(1, 10**7)),
       st.tuples(st.sampled_from(["", "A", "KS2"]), st.integers(2000, 2100), st.integers(1, 10**7)))  # fmt: skip
def test_two_numbers_are_never_written_alike(country, one, other):
    assert (written_number(country, *one) == written_number(country, *other)) == (one == other)


@pytest.mark.parametrize(("sign", "may"), [("KS", True), ("ÖN2", True), ("ks", False), ("2K", False), ("K S", False), ("A" * 11, False), ("", False)])
def test_a_sign_is_capital_letters_and_digits(sign, may):
    assert is_sign(sign) is may
