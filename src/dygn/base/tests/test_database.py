"""One question outside any transaction is asked, scope and all, in one message."""

import pytest
from django.db import DataError, IntegrityError, connection

from dygn.base.tenancy import in_municipality
from dygn.municipalities.models import Unit
from tests.cast import a_municipality, a_unit


@pytest.fixture
def ours(committed):
    return a_unit("street", of=a_municipality("Ekeby"))


def test_a_question_sees_only_its_municipality(ours):
    theirs = a_unit("street", of=a_municipality("Lund"))
    for unit in (ours, theirs):
        with in_municipality(unit.municipality_id):
            assert list(Unit._base_manager.values_list("pk", flat=True)) == [unit.pk]
    assert list(Unit._base_manager.all()) == []


def test_percent_signs_semicolons_and_several_rows_come_through(ours):
    with in_municipality(ours.municipality_id):
        Unit.objects.create(key="other", names={"sv": "100 %; 'x'"})
        found = Unit.objects.filter(names__sv="100 %; 'x'").first()
        assert found.key == "other" and Unit.objects.count() == 2
        assert Unit.objects.filter(key="other").update(email="a@example.org") == 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 UNION SELECT 2;")
            assert sorted(cursor.fetchall()) == [(1,), (2,)]


def test_after_a_failure_the_connection_goes_on(ours):
    with in_municipality(ours.municipality_id):
        with pytest.raises(IntegrityError):
            Unit._base_manager.bulk_create([Unit.made(key="street")])
        with pytest.raises(DataError), connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")
        assert Unit.objects.count() == 1


def test_rows_are_read_bit_by_bit_too(ours):
    with in_municipality(ours.municipality_id):
        assert [unit.pk for unit in Unit.objects.iterator(chunk_size=1)] == [ours.pk]


def test_what_is_written_is_there_for_the_next_connection(ours):
    with in_municipality(ours.municipality_id):
        Unit.objects.create(key="kept")
        connection.close()
        assert Unit.objects.filter(key="kept").exists()
