"""Cases that belong together, parts of a whole, and doubles."""

import pytest
from django.utils import timezone

from dygn.base.errors import NotForYou, Refusal
from dygn.cases.access import ClosedToYou
from dygn.cases.actions.decide_case import decide_case
from dygn.cases.actions.link_cases import link_cases, merge_double
from dygn.cases.actions.take_up import ChangedMeanwhile
from dygn.cases.actions.verify_history import verify_history
from dygn.cases.models import CaseEvent, CaseLink, Decision, Message
from dygn.cases.tests.conftest import at_most
from dygn.cases.tests.factories import a_case, fresh
from tests.cast import a_browser, a_municipality, a_person, a_resident, a_unit, an_officer, scope

pytestmark = pytest.mark.usefixtures("ekeby")
NOW = timezone.now()


@pytest.fixture
def officer(ekeby):
    return an_officer(unit=a_unit(), name="Olga Officer")


def link(case, other, kind, officer):
    return link_cases(case.pk, other.reference, kind, actor=officer, now=NOW)


def url(case, verb=""):
    return f"/en/staff/cases/{case.reference}/" + (f"{verb}/" if verb else "")


@pytest.mark.parametrize(
    ("kind", "here", "there"),
    [("related", "Belongs together with", "Belongs together with"), ("parent", "Is a part of", "Has as a part")],
)
def test_linked_cases_lead_to_each_other(officer, kind, here, there):
    case, other, desk = a_case(), a_case(), a_browser(officer)
    data = {"reference": other.reference.lower(), "kind": kind, "revision": case.revision}
    assert "The cases are linked" in desk.post(url(case, "link"), data, follow=True).text
    for one, beside, words in ((case, other, here), (other, case, there)):
        page = desk.get(url(one)).text
        assert words in page and url(beside) in page and "Linked to another case" in page
        assert verify_history(fresh(one)) == []


def test_what_the_officer_may_not_open_is_linked_by_its_reference_alone(officer):
    case, other = a_case(), a_case(unit=a_unit("school", en="School"))
    link(case, other, "related", an_officer())
    page = a_browser(officer).get(url(case)).text
    assert other.reference in page and url(other) not in page


def test_the_person_sees_nothing_of_links(officer):
    case, other = a_case(), a_case()
    link(case, other, "related", officer)
    page = a_browser(a_resident(case.applicant)).get(f"/en/my/cases/{case.reference}/").text
    assert other.reference not in page


@pytest.mark.parametrize("kind", ["related", "parent"])
def test_cases_are_linked_once(officer, kind):
    case, other = a_case(), a_case()
    link(case, other, kind, officer)
    for one, beside in ((case, other), (other, case)):
        with pytest.raises(Refusal, match="already"):
            link(one, beside, "related", officer)


def test_a_whole_is_no_part_of_its_part(officer):
    top, middle, part = a_case(), a_case(), a_case()
    link(middle, top, "parent", officer)
    link(part, middle, "parent", officer)
    with pytest.raises(Refusal, match="part of this one already"):
        link(top, part, "parent", officer)


def test_only_cases_that_both_may_be_opened_are_linked(officer):
    case = a_case()
    hidden = a_case(person=a_person("Hemlig Ek", protected_identity=True))
    elsewhere = a_case(unit=a_unit("school", en="School"))
    with pytest.raises(ClosedToYou):
        link(case, hidden, "related", officer)
    for reference in (elsewhere.reference, "EKE-2026-999999", "'"):
        with pytest.raises(Refusal, match="no case with that reference"):
            link_cases(case.pk, reference, "related", actor=officer, now=NOW)
    with pytest.raises(Refusal, match="another case than this one"):
        link(case, case, "related", officer)
    with scope(a_municipality("Lund")) as lund, pytest.raises((NotForYou, Refusal)):
        link(case, elsewhere, "related", an_officer(of=lund))
    assert not CaseLink.objects.exists()


def test_a_double_is_closed_its_person_is_told_and_nothing_is_lost(officer):
    double, other, desk = a_case(), a_case(), a_browser(officer)
    data = {"reference": other.reference, "text": "Vi har det redan.", "revision": double.revision}
    assert "The double is closed" in desk.post(url(double, "double"), data, follow=True).text
    closed = fresh(double)
    assert (closed.state, closed.outcome) == ("closed", "no_decision") and fresh(other).state == "received"
    assert Message.objects.get().case == double and not Decision.objects.exists()
    assert closed.answers == double.answers and verify_history(closed) == []
    assert "Has a double" in desk.get(url(other)).text
    assert [event.kind for event in CaseEvent.objects.filter(case=double).order_by("number")] == [
        "received", "linked", "message_sent", "closed",
    ]  # fmt: skip


def test_a_finished_case_is_no_double_and_nothing_of_it_stays(officer):
    case, other = a_case(), a_case()
    decide_case(case.pk, "granted", "Ja", actor=officer, now=NOW)
    with pytest.raises(Refusal, match="no longer open"):
        merge_double(case.pk, other.reference, "Hej", actor=officer, now=NOW)
    assert not CaseLink.objects.exists() and not Message.objects.exists()


def test_who_was_second_is_told_and_nothing_is_linked(officer):
    case, other = a_case(), a_case()
    with pytest.raises(ChangedMeanwhile):
        link_cases(case.pk, other.reference, "related", actor=officer, now=NOW, revision=99)


@pytest.mark.parametrize(
    ("verb", "data", "words"),
    [
        ("link", {"kind": "related", "reference": ""}, "Enter the other case"),
        ("link", {"reference": "X"}, "Choose how"),
        ("link", {"reference": "X", "kind": "double"}, "valid choice"),
        ("double", {"reference": "X", "text": "Min text"}, "no case with that reference"),
        ("double", {"reference": "X", "text": " "}, "Write something first"),
    ],
)
def test_bad_input_is_told_and_kept(officer, verb, data, words):
    case = a_case()
    answer = a_browser(officer).post(url(case, verb), {"revision": case.revision, **data})
    assert answer.status_code == 422 and words in answer.text and data.get("text", "").strip() in answer.text


def test_many_links_cost_no_more_questions_than_one(officer):
    case, desk = a_case(), a_browser(officer)
    for _number in range(4):
        link(case, a_case(), "related", officer)
    desk.get(url(case))
    with at_most(15):
        desk.get(url(case))
