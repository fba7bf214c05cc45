"""Four doors for every address of filling in: it works, the wrong person, the wrong method, bad input."""

import uuid

import pytest

from dygn.services.access import token_of
from dygn.services.models import Draft
from dygn.services.tests.factories import Visitor, a_service, hidden_fields
from tests.cast import a_browser, a_municipality, a_person, a_resident, an_officer, scope

pytestmark = pytest.mark.django_db

PAGES = ("", "about-you/", "check/", "later/", "delete/", "tasks/")
OWN = ("go-on/{id}/", "receipt/{id}/", "receipt/{id}/copy.pdf")
POSTS_ONLY = ("begin/", "send/")
READS_ONLY = ("", "check/", "tasks/", "go-on/{id}/", "receipt/{id}/", "receipt/{id}/copy.pdf")


@pytest.fixture()
def begun(taken):
    """Somebody has begun a draft without log-in."""
    a_service()
    visitor = Visitor(a_browser())
    visitor.fill_in("about-you", name="Alva Hemlig")
    return visitor


def the_draft():
    with scope():
        return Draft.objects.get()


@pytest.mark.parametrize("path", PAGES)
def test_the_one_who_began_gets_in(begun, path):
    assert begun.see(path).status_code in (200, 302, 303)


@pytest.mark.parametrize("path", [*PAGES, *OWN])
def test_another_browser_sees_nothing_of_it(begun, path):
    begun.fill_in_all()
    begun.send()
    answer = a_browser().get(f"/do/liten-tjanst/{path.format(id=the_draft().pk)}")
    assert answer.status_code in (200, 303, 404)
    assert b"Hemlig" not in answer.content and b"TEST-1" not in answer.content
    assert answer.status_code == 404 or "{id}" not in path


@pytest.mark.parametrize("path", OWN)
def test_another_person_s_draft_is_not_found(taken, path):
    a_service()
    owner = Visitor(a_browser(a_resident(a_person("Alva Ek"))))
    owner.fill_in_all()
    owner.send()
    path = f"/do/liten-tjanst/{path.format(id=the_draft().pk)}"
    for stranger in (a_resident(a_person("Bo Ask")), an_officer()):
        assert a_browser(stranger).get(path).status_code == 404


def test_the_token_of_a_person_s_draft_opens_it_to_nobody_else(taken):
    a_service()
    Visitor(a_browser(a_resident())).fill_in("about-you", name="Alva")
    stranger, token = a_browser(), token_of(the_draft().pk)
    answer = stranger.post("/do/liten-tjanst/about-you/", {"draft": token, "name": "Mine now"})
    assert answer.status_code == 404 and the_draft().answers["name"] == "Alva"
    assert stranger.post("/do/liten-tjanst/send/", {"draft": token}).status_code == 404
    assert stranger.post("/do/liten-tjanst/delete/", {"draft": token}).status_code == 404


@pytest.mark.parametrize("path", [*PAGES, *OWN, *POSTS_ONLY])
def test_the_neighbour_has_no_such_service(begun, path):
    elsewhere = a_browser(of=a_municipality("Lund"))
    elsewhere.cookies = begun.browser.cookies
    address = f"/do/liten-tjanst/{path.format(id=the_draft().pk)}"
    assert elsewhere.get(address).status_code in (404, 405)
    assert elsewhere.post(address, {"draft": token_of(the_draft().pk)}).status_code in (404, 405)


@pytest.mark.parametrize("path", POSTS_ONLY)
def test_what_changes_something_is_not_read(begun, path):
    assert begun.see(path).status_code == 405


@pytest.mark.parametrize("path", READS_ONLY)
def test_what_is_read_takes_no_post(begun, path):
    assert begun.browser.post(f"/do/liten-tjanst/{path.format(id=uuid.uuid4())}").status_code == 405


@pytest.mark.parametrize(
    "path", ["nothing/", "go-on/00000000-0000-4000-8000-000000000001/", "receipt/00000000-0000-4000-8000-000000000001/", "go-on/1/"]
)
def test_what_is_not_there_is_not_found(begun, path):
    assert begun.see(path).status_code == 404


@pytest.mark.parametrize("token", ["x", "x:y", "00000000000040008000000000000001:forged", "\x00", "ü" * 5000])
def test_a_forged_token_is_not_found(begun, token):
    for path in ("about-you/", "send/", "delete/", "later/"):
        answer = begun.browser.post(f"/do/liten-tjanst/{path}", {"draft": token, "name": "Mine"})
        assert answer.status_code == 404
    assert the_draft().answers["name"] == "Alva Hemlig"


def test_a_forged_cookie_opens_nothing(begun):
    stranger = a_browser()
    stranger.cookies["dygn_do_1"] = f"{the_draft().pk.hex}:forged"
    assert b"Hemlig" not in stranger.get("/do/liten-tjanst/about-you/").content


def test_a_form_without_its_csrf_token_is_refused(begun):
    browser = a_browser()
    browser.handler.enforce_csrf_checks = True
    answer = browser.post("/do/liten-tjanst/about-you/", {"name": "Alva"})
    assert answer.status_code == 403


def test_nothing_of_a_page_is_kept_on_the_way(begun):
    assert "no-store" in begun.see("about-you/")["Cache-Control"]


def test_a_wrong_code_opens_nothing(begun):
    address = f"/do/liten-tjanst/resume/{the_draft().pk}/wrong-code/"
    assert a_browser().get(address).status_code == 404
    assert a_browser().post(address).status_code == 404


def test_a_person_s_draft_is_not_opened_by_a_code(taken):
    a_service()
    Visitor(a_browser(a_resident())).fill_in("about-you", name="Alva")
    draft = the_draft()
    with scope():
        code = draft.new_resume_code()
        draft.save()
    assert a_browser().post(f"/do/liten-tjanst/resume/{draft.pk}/{code}/").status_code == 404


def test_a_service_that_asks_for_log_in_sends_there_and_back(taken):
    a_service(log_in="substantial")
    answer = a_browser().get("/do/liten-tjanst/")
    assert answer.status_code == 302 and answer["Location"] == "/login/?next=%2Fdo%2Fliten-tjanst%2F"
    low = a_browser(a_resident(assurance="low")).get("/do/liten-tjanst/")
    assert low.status_code == 302 and low["Location"].startswith("/login/")
    assert a_browser(a_resident()).get("/do/liten-tjanst/").status_code == 200
    assert a_browser(an_officer()).get("/do/liten-tjanst/").status_code == 404


def test_one_service_s_draft_is_not_another_s(begun):
    a_service(key="other-service", slug="{sv: annan, en: other}")
    token = hidden_fields(begun.see("about-you/"))["draft"]
    answer = begun.browser.post("/do/annan/about-you/", {"draft": token, "name": "Moved"})
    assert answer.status_code == 404 and the_draft().answers["name"] == "Alva Hemlig"
    assert begun.browser.post("/do/annan/send/", {"draft": token}).status_code == 404


def test_a_finished_draft_is_not_sent_as_another_service_s(begun, taken):
    begun.fill_in_all()
    a_service(key="other-service", slug="{sv: annan, en: other}")
    token = hidden_fields(begun.see("check/"))["draft"]
    assert begun.browser.post("/do/annan/send/", {"draft": token}).status_code == 404 and taken == []
