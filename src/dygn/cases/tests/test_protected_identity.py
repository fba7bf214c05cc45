"""A protected identity at the desk: hidden everywhere from who is not trusted, shown to who is."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from dygn.base.events import publish
from dygn.cases.actions.index_case import index_all_again
from dygn.cases.models import SearchWord
from dygn.cases.tests.factories import a_case, fresh
from dygn.identity.events import PersonRegistered
from dygn.identity.models import Person
from tests.cast import (
    a_browser,
    a_colleague,
    a_person,
    a_staff_member,
    a_unit,
    an_officer,
    scope,
)

pytestmark = pytest.mark.usefixtures("ekeby")
LIST = "/en/staff/cases/"


@pytest.fixture
def desk(ekeby):
    return a_browser(an_officer(unit=a_unit(), name="Olga Officer"))


def case_url(case, verb=""):
    return f"{LIST}{case.reference}/" + (f"{verb}/" if verb else "")


@pytest.fixture
def protected(ekeby):
    """A case of somebody with a protected identity, whose answers name them."""
    person = a_person(
        "Hemlig Person", number="20000101-2384", protected_identity=True, email="hemlig@example.org",
        street="Gömda vägen 1",
    )  # fmt: skip
    return a_case(person=person, answers={"reason": "Jag heter Hemlig Person", "meters": 5})


def test_a_protected_identity_is_hidden_from_who_is_not_trusted(desk, protected):
    beside = f"{LIST}?tab=unit&beside={protected.reference}"
    for address in (case_url(protected), LIST + "?tab=unit", "/en/staff/", beside):
        text = desk.get(address).text
        assert "Hemlig" not in text and "hemlig@" not in text and "Gömda" not in text
        assert "protected identity" in text.lower()
    assert desk.get(case_url(protected)).status_code == 403
    assert (
        protected.reference
        not in desk.get(LIST, {"tab": "unit", "q": "20000101-2384"}).text.split("<h1", 1)[1]
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_protected_identity_is_in_the_export_of_whom_is_trusted_only(desk, protected, kind):
    trusted = a_browser(a_colleague(a_staff_member("officer", "trusted", unit=protected.unit)))
    for browser, is_named in ((desk, False), (trusted, True)):
        answer = browser.get(f"{LIST}export.{kind}", {"tab": "unit"})
        text = text_of_export(b"".join(answer.streaming_content), kind)
        assert protected.reference in text and ("Hemlig Person" in text) is is_named
        assert "Gömda" not in text and "hemlig@" not in text and "2384" not in text


def text_of_export(content, kind):
    """All that stands in the cells of an exported file."""
    if kind == "csv":
        return content.decode("utf-8-sig")
    from io import BytesIO

    from openpyxl import load_workbook

    return str(list(load_workbook(BytesIO(content)).active.values))


@pytest.mark.parametrize("verb", ["take", "message", "decide", "letter", "note", "request", "document"])
def test_who_is_not_trusted_does_nothing_with_the_content_of_a_protected_case(desk, protected, verb):
    sent = {"revision": 1, "body": "Hej", "outcome": "granted", "reason": "x", "text": "x"}
    answer = desk.post(case_url(protected, verb), sent)
    assert answer.status_code in (403, 404) and "Hemlig" not in answer.text
    assert fresh(protected).revision == protected.revision


def test_a_protected_case_is_given_to_somebody_who_is_trusted_and_to_nobody_else(desk, protected, ekeby):
    unit = protected.unit
    untrusted = an_officer(unit=unit, name="Ulla Untrusted")
    trusted = a_colleague(a_staff_member("officer", "trusted", unit=unit, name="Tove Trusted"))
    page = desk.get(case_url(protected)).text
    assert "Tove Trusted" in page and "Ulla Untrusted" not in page
    refused = desk.post(case_url(protected, "assign"), {"revision": 1, "officer": str(untrusted.staff_id)})
    assert refused.status_code == 422 and fresh(protected).assignee_id is None
    given = desk.post(case_url(protected, "assign"), {"revision": 1, "officer": str(trusted.staff_id)})
    assert given.status_code == 302 and fresh(protected).assignee_id == trusted.staff_id
    opened = a_browser(trusted).get(case_url(protected))
    assert opened.status_code == 200 and "Hemlig Person" in opened.text


def test_a_case_is_found_by_name_as_long_as_the_name_may_be_shown(
    protected, django_capture_on_commit_callbacks
):
    words = SearchWord.objects.filter(case=protected, word="hemlig person")
    with scope() as ekeby:
        for may_be_shown in (True, False):
            Person.objects.filter(pk=protected.applicant_id).update(protected_identity=not may_be_shown)
            with django_capture_on_commit_callbacks(execute=True):
                publish(PersonRegistered(ekeby.pk, protected.applicant_id))
            assert ProcrastinateJob.objects.filter(task_name="cases.index_again").exists()
            index_all_again(protected.applicant_id)  # as the worker does
            assert words.exists() is may_be_shown
