"""What stands in the register of a case: made by the system, and by hand by its registrar."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from dygn.base.errors import NotForYou, Refusal
from dygn.cases.actions.answer_request import answer_request
from dygn.cases.actions.attach_document import attach_document
from dygn.cases.actions.decide_case import decide_case
from dygn.cases.actions.enter_in_register import enter_in_register
from dygn.cases.actions.make_decision_letter import make_decision_letter
from dygn.cases.actions.register_case import register_case
from dygn.cases.actions.request_more import request_more
from dygn.cases.actions.write_message import write_message, write_to_officer
from dygn.cases.actions.write_note import write_note
from dygn.cases.tests.conftest import at_most
from dygn.cases.tests.factories import a_case, fresh
from dygn.records.actions.make_entry import ToEnter
from dygn.records.models import Entry
from dygn.records.queries import entries_of
from tests.cast import (
    a_browser,
    a_colleague,
    a_municipality,
    a_person,
    a_resident,
    a_staff_member,
    a_unit,
    an_administrator,
    an_officer,
    scope,
)

pytestmark = pytest.mark.usefixtures("ekeby")
NOW = timezone.now()


@pytest.fixture
def officer(ekeby):
    return an_officer(unit=a_unit(), name="Olga Officer")


@pytest.fixture
def registrar(ekeby):
    return a_registrar(unit=a_unit())


def a_registrar(**fields):
    return a_colleague(a_staff_member("registrar", **fields))


def a_registered_case(officer, **fields):
    case = a_case(**fields)
    register_case(case.pk, actor=officer, now=NOW)
    return fresh(case)


def entered(case):
    return list(entries_of(case.subject).values_list("number", "direction"))


def by_hand(**changed):
    given = {"direction": "internal", "dated_on": timezone.localdate(NOW), "title": "Tjänsteanteckning"}
    return ToEnter(**{**given, **changed})


def url(case, verb=""):
    return f"/en/staff/cases/{case.reference}/" + (f"{verb}/" if verb else "")


def typed(case, **changed):
    given = {
        "revision": case.revision,
        "direction": "incoming",
        "dated_on": "2026-01-02",
        "title": "Yttrande",
    }
    return {**given, **changed}


def test_what_came_and_went_before_is_entered_when_the_case_is_registered(officer):
    case = a_case()
    write_message(case.pk, "Hello", actor=officer, now=NOW)
    assert entered(case) == []
    register_case(case.pk, actor=officer, now=NOW)
    assert entered(case) == [(1, "incoming"), (2, "outgoing")]
    assert entries_of(case.subject).first().dated_on == timezone.localdate(case.received_at)


def test_what_comes_in_and_goes_out_is_entered_by_itself(officer):
    person = a_person()
    case, resident = a_registered_case(officer, person=person), a_resident(person)
    write_to_officer(case.pk, "Hello", actor=resident, now=NOW)
    until = timezone.localdate(NOW) + timedelta(days=9)
    asked = request_more(case.pk, ["How far?"], answer_by=until, actor=officer, now=NOW)
    answer_request(case.pk, asked.pk, ["Far"], actor=resident, now=NOW)
    decision = decide_case(case.pk, "granted", "It holds.", actor=officer, now=NOW)
    letter = make_decision_letter(decision.pk, now=NOW)
    ways = ["incoming", "incoming", "outgoing", "incoming", "outgoing"]
    assert entered(case) == list(enumerate(ways, start=1))
    assert entries_of(case.subject).last().files == [str(letter.file_id)]


def test_what_colleagues_write_to_each_other_is_not_entered_by_itself(officer):
    case = a_registered_case(officer)
    write_note(case.pk, "Look at this", actor=officer, now=NOW)
    upload = SimpleUploadedFile("map.pdf", b"%PDF-1.4\n%%EOF\n")
    attach_document(case.pk, upload, shown_to_person=False, actor=officer, now=NOW)
    assert entered(case) == [(1, "incoming")]


def test_no_name_of_the_person_is_kept_in_an_entry(officer):
    case = a_registered_case(officer, person=a_person("Alva Ek"))
    entry = Entry.objects.get()
    assert entry.correspondent == "" and "Alva" not in entry.title
    assert "Alva Ek" in a_browser(officer).get(url(case)).text


def test_a_registrar_enters_by_hand_with_documents(officer, registrar):
    case = a_registered_case(officer)
    upload = SimpleUploadedFile("map.pdf", b"%PDF-1.4\n%%EOF\n")
    document = attach_document(case.pk, upload, shown_to_person=False, actor=officer, now=NOW)
    other = attach_document(a_case().pk, upload, shown_to_person=False, actor=an_officer(), now=NOW)
    desk, sent = a_browser(registrar), typed(case, correspondent="Länsstyrelsen", documents=[document.pk])
    page = desk.post(url(case, "enter"), sent, follow=True).text
    assert "It is entered in the register" in page and "2. Yttrande" in page and "Länsstyrelsen" in page
    assert entries_of(case.subject).last().files == [str(document.file_id)]
    refused = desk.post(url(case, "enter"), typed(case, documents=[other.pk]))
    assert refused.status_code == 422 and len(entered(case)) == 2


def test_a_title_may_name_the_authority_that_it_comes_from(officer, registrar):
    case, said = (
        a_registered_case(officer),
        {"title": "Svar från Länsstyrelsen", "correspondent": "Länsstyrelsen"},
    )
    assert enter_in_register(case.pk, by_hand(**said), actor=registrar, now=NOW).number == 2


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"title": " "}, "no_title"),
        ({"title": "Samtal med Alva"}, "title_names_person"),
        ({"title": "Intyg för 20000101-2384"}, "title_names_person"),
        ({"dated_on": timezone.localdate(NOW) + timedelta(days=2)}, "dated_ahead"),
    ],
)
def test_what_may_not_stand_in_the_register_is_refused(officer, registrar, changed, code):
    case = a_registered_case(officer, person=a_person("Alva Ek"))
    with pytest.raises(Refusal) as refused:
        enter_in_register(case.pk, by_hand(**changed), actor=registrar, now=NOW)
    assert refused.value.code == code and len(entered(case)) == 1


def test_what_was_typed_is_kept_when_the_title_names_the_person(officer, registrar):
    case = a_registered_case(officer, person=a_person("Alva Ek"))
    answer = a_browser(registrar).post(url(case, "enter"), typed(case, title="Samtal med Alva"))
    assert answer.status_code == 422 and "Samtal med Alva" in answer.text and "names a person" in answer.text


def test_a_case_that_is_not_registered_has_no_entries(registrar):
    case = a_case()
    with pytest.raises(Refusal, match="Register the case first"):
        enter_in_register(case.pk, by_hand(), actor=registrar, now=NOW)
    assert 'id="entries"' not in a_browser(registrar).get(url(case)).text


def test_only_a_registrar_of_the_unit_enters_by_hand(officer):
    case = a_registered_case(officer)
    elsewhere = a_registrar(unit=a_unit("school", en="School"))
    lund = a_municipality("Lund")
    with scope(lund), pytest.raises(NotForYou):
        enter_in_register(case.pk, by_hand(), actor=a_registrar(of=lund), now=NOW)
    for actor in (officer, elsewhere, an_administrator(), a_resident(case.applicant)):
        with pytest.raises(NotForYou):
            enter_in_register(case.pk, by_hand(), actor=actor, now=NOW)
    assert a_browser(officer).post(url(case, "enter"), typed(case)).status_code == 404
    assert a_browser().post(url(case, "enter"), typed(case)).status_code == 302
    assert 'id="act-enter"' not in a_browser(officer).get(url(case)).text


def test_a_registrar_of_a_unit_above_enters_too(officer):
    case = a_registered_case(officer)
    everywhere = a_registrar()
    assert 'id="act-enter"' in a_browser(everywhere).get(url(case)).text
    assert enter_in_register(case.pk, by_hand(), actor=everywhere, now=NOW).number == 2


def test_many_entries_cost_the_page_no_more_queries(officer, registrar):
    case = a_registered_case(officer)
    desk = a_browser(registrar)
    desk.get(url(case))
    for _ in range(30):
        enter_in_register(case.pk, by_hand(), actor=registrar, now=NOW)
    with at_most(40):
        assert "31. Tjänsteanteckning" in desk.get(url(case)).text


def test_the_person_does_not_see_the_register_of_the_case(officer):
    case = a_registered_case(officer)
    page = a_browser(a_resident(case.applicant)).get(f"/en/my/cases/{case.reference}/").text
    assert "In the register" not in page
