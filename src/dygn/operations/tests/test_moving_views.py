"""The page on which whoever publishes a service moves its cases to the newest drawing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dygn.cases.tests.conftest import at_most
from dygn.cases.tests.permits import a_permit, a_permit_case, a_permit_drawn_anew, todo
from dygn.processes.models import Instance
from dygn.services.tests.factories import a_service
from tests.cast import (
    a_browser,
    a_colleague,
    a_municipality,
    a_resident,
    a_staff_member,
    a_unit,
    an_author,
    an_officer,
    scope,
)

pytestmark = pytest.mark.django_db
SERVICE = "/en/staff/admin/services/parking-permit/"
URL = f"{SERVICE}moving/"
INSTEAD = {"instead-read_statement": "read_papers"}


@pytest.fixture
def cases(db):
    with scope():
        permit = a_permit()
        begun = [a_permit_case(permit) for _each in range(2)]
        a_permit_drawn_anew()
        yield begun


def drawn_by(case):
    return Instance.objects.get(subject=case.subject).told_by


def test_nothing_is_moved_before_a_look_and_then_those_that_are_chosen(cases):
    owner, (first, second) = a_browser(an_author()), cases
    page = owner.get(URL).text
    assert "Which step takes the place of “Read the doctor&#x27;s statement”?" in page and "Move those" not in page
    looked = owner.post(URL, {"look": "1", "case": first.pk, **INSTEAD}).text
    assert "Can be moved" in looked and "Read the papers" in looked and "Move those that can be moved" in looked
    assert drawn_by(first) == "" and " checked" in looked and " selected" in looked
    moved = owner.post(URL, {"move": "1", "case": first.pk, **INSTEAD}, follow=True).text
    assert "1 case is moved." in moved and first.reference not in moved and second.reference in moved
    assert todo(first)[0].name == "Read the papers" and drawn_by(second) == ""


def test_what_cannot_be_moved_stays_and_says_why(cases):
    owner = a_browser(an_author())
    given = {"case": [each.pk for each in cases]}
    looked = owner.post(URL, {"look": "1", **given}).text
    assert looked.count("nothing in the new drawing is like it") == 2 and "Move those" not in looked
    assert "nothing in the new drawing is like it" in owner.post(URL, {"move": "1", **given}).text
    assert "Choose the cases first." in owner.post(URL, {"look": "1"}).text
    nonsense = {"look": "1", "case": ["x", "999999"], "instead-read_statement": "nowhere"}
    assert owner.post(URL, nonsense).status_code == 200
    assert [drawn_by(each) for each in cases] == ["", ""]


def test_the_service_leads_there_only_when_it_has_a_process(cases):
    owner = a_browser(an_author())
    assert URL in owner.get(SERVICE).text
    a_service()
    small = "/en/staff/admin/services/small-service/"
    assert "moving/" not in owner.get(small).text
    assert "All cases go through the newest drawing" in owner.get(f"{small}moving/").text


def test_nobody_else_finds_it(cases):
    given = {"move": "1", "case": cases[0].pk, **INSTEAD}
    assert a_browser().get(URL).status_code == 302
    school = a_colleague(a_staff_member("service_owner", unit=a_unit("school", en="School")))
    for stranger in (a_resident(), an_officer(), school, an_author(of=a_municipality("Lund"))):
        assert a_browser(stranger).get(URL).status_code in (302, 404)
        assert a_browser(stranger).post(URL, given).status_code in (302, 404)
    assert a_browser(an_author()).put(URL).status_code == 405
    assert drawn_by(cases[0]) == ""


def test_the_page_asks_as_much_for_many_as_for_few(cases):
    owner = a_browser(an_author())
    owner.get(URL)
    with CaptureQueriesContext(connection) as many:
        assert owner.get(URL).text.count('name="case"') == 2
    Instance.objects.filter(subject=cases[0].subject).update(status="stopped")
    with at_most(len(many)):
        assert owner.get(URL).text.count('name="case"') == 1
    with CaptureQueriesContext(connection) as few:
        owner.get(URL)
    assert len(few) == len(many)
