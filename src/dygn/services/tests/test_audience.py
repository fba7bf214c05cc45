"""A service says whom it is for; one for staff alone is found and used by nobody else."""

from unittest.mock import patch

import pytest

from dygn.audit.models import AuditEntry
from dygn.search.models import Entry
from dygn.services.models import Draft
from dygn.services.queries import offered_services
from dygn.services.rules.package.compiling import compile_package, faults_of, load_definition
from dygn.services.rules.package.difference import changes_between
from dygn.services.tests.factories import BUSINESS, SMALL, Visitor, a_package, a_service
from tests.cast import (
    a_browser,
    a_colleague,
    a_municipality,
    a_resident,
    a_staff_member,
    an_officer,
    scope,
)

pytestmark = pytest.mark.django_db
PATHS = ("", "about-you/", "check/", "later/", "tasks/", "paper.pdf")
AT_WORK = SMALL.replace(
    "label: {sv: Namn, en: Name}", "label: {sv: Namn, en: Name}\n        prefill: person.name"
).replace("label: {sv: E-post, en: E-mail}", "label: {sv: E-post, en: E-mail}\n        prefill: person.email")


def for_staff(text=SMALL, **where):
    return a_service(a_package(text, log_in="low", audience="[staff]"), **where)


def test_a_package_that_says_nothing_is_for_residents_and_businesses():
    assert load_definition(compile_package(a_package()).definition).audience == ("residents", "businesses")


@pytest.mark.parametrize("said", ["[]", "[everybody]", "staff", "[staff, staff]"])
def test_an_audience_that_is_none_is_refused_where_it_stands(said):
    faults = faults_of(a_package(audience=said))
    assert faults and all("audience" in fault.place for fault in faults)


@pytest.mark.parametrize("log_in", ["none", "contact", "substantial", "high"])
def test_a_service_for_staff_alone_asks_for_no_other_log_in_than_theirs(log_in):
    faults = faults_of(a_package(audience="[staff]", log_in=log_in))
    assert [fault.place for fault in faults] == ["log_in"]
    assert faults_of(a_package(audience="[staff, residents]", log_in=log_in)) == []


def test_a_service_for_businesses_alone_asks_everybody_which_company_it_is_for():
    (fault,) = faults_of(a_package(audience="[businesses]"))
    assert fault.place == "audience" and "Add a question of the kind company" in fault.message
    assert faults_of(a_package(BUSINESS, audience="[businesses]")) == []
    assert faults_of(a_package(BUSINESS, audience="[staff, businesses]", log_in="low")) == []
    assert faults_of(a_package(BUSINESS.replace("kind: company", "kind: organisation_number"), audience="[businesses]")) == []
    assert faults_of(a_package(audience="[residents, businesses]")) == []


@pytest.mark.parametrize(
    "not_everybody",
    [
        "kind: company, required: false", "kind: company, required: has_dog == true", "kind: company, shown_if: has_dog == true",
    ],
)  # fmt: skip
def test_a_question_that_some_may_leave_out_is_not_enough(not_everybody):
    faults = faults_of(a_package(BUSINESS.replace("kind: company", not_everybody), audience="[businesses]"))
    assert [fault.place for fault in faults] == ["audience"]


def test_a_service_for_residents_alone_asks_nobody_for_a_company():
    assert [each.place for each in faults_of(a_package(BUSINESS, audience="[residents]"))] == ["audience"]
    optional = BUSINESS.replace("kind: company", "kind: company, required: false")
    assert faults_of(a_package(optional, audience="[residents]")) == []


def test_nobody_sends_what_is_for_businesses_without_a_company(taken):
    a_service(a_package(BUSINESS, audience="[businesses]"))
    visitor = Visitor(a_browser())
    visitor.fill_in_all()
    assert visitor.see("check/")["Location"] == "/do/liten-tjanst/about-you/?from=check"
    assert visitor.browser.post("/do/liten-tjanst/send/", {}).status_code in (303, 422) and not taken
    firm = {"firm__name": "Eks bageri", "firm__number": "212000-1355"}
    assert visitor.fill_in("about-you", name="Alva", email="alva@example.org", **firm).status_code == 303
    assert visitor.send().status_code == 303
    assert taken[0].answers["firm"] == {
        "name": "Eks bageri", "number": "2120001355", "from_register": False, "born_on": "",
    }  # fmt: skip


def test_another_audience_is_told_in_the_difference():
    before, after = (
        compile_package(a_package(log_in="low", audience=said)).definition
        for said in ("[residents]", "[staff]")
    )
    assert [each.where for each in changes_between(before, after, "en")] == ["Who may use it"]


@pytest.mark.parametrize("path", PATHS)
def test_nobody_else_gets_to_know_that_there_is_a_service_for_staff(taken, path):
    for_staff()
    neighbour = an_officer(of=a_municipality("Lund"))
    strangers = [a_browser(), a_browser(a_resident()), a_browser(a_resident(assurance="high")), a_browser(neighbour)]
    for browser in strangers:
        assert browser.get(f"/do/liten-tjanst/{path}").status_code == 404
        assert browser.post(f"/do/liten-tjanst/{path}", {"name": "Mine"}).status_code in (404, 405)
        assert browser.post("/do/liten-tjanst/send/", {}).status_code == 404
    with scope():
        assert not Draft.objects.exists()


def test_it_is_not_in_the_portal_the_search_or_the_open_catalogue():
    for_staff()
    for actor in (None, a_resident(), an_officer()):
        browser = a_browser(actor)
        assert browser.get("/service/liten-tjanst/").status_code == 404
        for address in ("/services/", "/search/?q=liten", "/", "/open-data/services.ttl"):
            assert "liten-tjanst" not in browser.get(address).content.decode(), address
    with scope():
        assert not Entry.objects.filter(kind="service").exists() and list(offered_services()) == []


def test_a_service_that_becomes_one_for_staff_is_no_longer_found():
    a_service()
    with scope():
        assert Entry.objects.filter(kind="service").exists()
    for_staff()
    with scope():
        assert not Entry.objects.filter(kind="service").exists()
    assert a_browser().get("/service/liten-tjanst/").status_code == 404


def test_staff_find_it_on_my_work_and_nobody_who_is_not_of_the_house_does():
    for_staff()
    for actor in (an_officer(), a_colleague(a_staff_member())):
        page = a_browser(actor).get("/staff/").content.decode()
        assert "För kollegor" in page or "For colleagues" in page
        assert "/do/liten-tjanst/" in page
    assert "/do/liten-tjanst/" not in a_browser(an_officer(of=a_municipality("Lund"))).get("/staff/").content.decode()


def test_my_work_says_nothing_where_there_is_nothing_for_colleagues():
    a_service()
    assert 'id="for-colleagues"' not in a_browser(an_officer()).get("/staff/").content.decode()


def test_a_colleague_fills_it_in_with_name_and_e_mail_there_already_and_sends_it(taken):
    for_staff(AT_WORK)
    member = a_staff_member(name="Kim Kollega")
    visitor = Visitor(a_browser(a_colleague(member)))
    first = visitor.see()
    assert first.status_code == 200 and "no-store" in first["Cache-Control"]
    assert b"Kim Kollega" in first.content and member.email.encode() in first.content
    visitor.fill_in_all()
    receipt = visitor.send()
    assert receipt.status_code == 303 and len(taken) == 1
    assert visitor.browser.get(receipt["Location"]).status_code == 200
    assert taken[0].actor.key == f"staff:{member.pk}" and taken[0].applicant_person_id is None


def test_the_case_carries_who_sent_it():
    from dygn.cases.models import Case, CaseEvent

    for_staff(AT_WORK)
    member = a_staff_member(name="Kim Kollega")
    visitor = Visitor(a_browser(a_colleague(member)))
    visitor.fill_in_all()
    assert visitor.send().status_code == 303
    with scope():
        case = Case.objects.get()
        first = CaseEvent.objects.filter(case=case).earliest("pk")
        assert "alva@example.org" in case.contact and first.actor == f"staff:{member.pk}"
        assert AuditEntry.objects.filter(action="case.received", actor=f"staff:{member.pk}").exists()


def test_a_colleague_s_draft_is_not_another_colleague_s(taken):
    for_staff()
    visitor = Visitor(a_browser(an_officer()))
    visitor.fill_in("about-you", name="Hemlig")
    with scope():
        draft = Draft.objects.get()
    other = a_browser(an_officer())
    assert other.get(f"/do/liten-tjanst/go-on/{draft.pk}/").status_code == 404
    assert b"Hemlig" not in other.get("/do/liten-tjanst/about-you/").content


def test_whose_log_in_ran_out_at_work_is_sent_to_log_in_and_what_was_written_comes_back(taken):
    for_staff()
    actor = an_officer()
    visitor = Visitor(a_browser(actor))
    page = visitor.see()
    with patch("dygn.identity.session._has_run_out", return_value=True):
        answer = visitor.fill_in("about-you", seen_page=page, name="Skrivet Redan")
    assert answer.status_code == 302 and answer["Location"].startswith("/staff/login/")
    expired = Visitor(a_browser(a_resident()))
    with patch("dygn.identity.session._has_run_out", return_value=True):
        assert expired.see().status_code == 404


def test_what_is_for_residents_is_not_filled_in_with_a_colleague_s_name(taken):
    a_service(a_package(AT_WORK))
    page = Visitor(a_browser(a_colleague(a_staff_member(name="Kim Kollega")))).see()
    form = page.content.decode().partition("<form class=\"dy-form\"")[2]
    assert page.status_code == 200 and "Kim Kollega" not in form


def test_what_is_for_everybody_and_staff_is_found_by_everybody_and_used_by_staff(taken):
    a_service(a_package(AT_WORK, log_in="substantial", audience="[residents, staff]"))
    assert a_browser().get("/service/liten-tjanst/").status_code == 200
    assert a_browser().get("/do/liten-tjanst/").status_code == 302
    assert a_browser(a_resident()).get("/do/liten-tjanst/").status_code == 200
    officer = a_browser(an_officer())
    assert officer.get("/do/liten-tjanst/").status_code == 200
    assert "/do/liten-tjanst/" in officer.get("/staff/").content.decode()
