"""The door-keepers, on pages of their own."""

import time

import pytest
from django.http import HttpResponse
from django.urls import include, path
from hypothesis import given
from hypothesis import strategies as st

from dygn.identity.rules.return_addresses import is_safe_return_address
from dygn.identity.session import KEY, LoggedIn, begin_session, has_form_to_offer
from dygn.identity.web import (
    actor_of,
    kept_answers,
    operator_required,
    resident_required,
    staff_required,
    to_log_in,
)
from tests.cast import (
    a_browser,
    a_colleague,
    a_municipality,
    a_person,
    a_resident,
    a_staff_member,
    an_administrator,
    an_officer,
    an_operator,
    log_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def whoever(request):
    kept = kept_answers(request)
    return HttpResponse(f"{actor_of(request).key} {kept.urlencode() if kept is not None else ''}")


def drafting(request):
    """A page that puts back what was written by itself."""
    return whoever(request) if actor_of(request).is_resident else to_log_in(request)


urlpatterns = [
    path("", include("dygn.identity.urls")),
    path("open/", whoever),
    path("draft/", drafting),
    path("resident/", resident_required()(whoever)),
    path("high/", resident_required(level="high")(whoever)),
    path("staff/", staff_required()(whoever)),
    path("administrator/", staff_required("administrator")(whoever)),
    path("operator/", operator_required(whoever)),
]
PAGES = ("resident", "high", "staff", "administrator", "operator")
MAY = {
    "resident": {"resident"},
    "very certain resident": {"resident", "high"},
    "officer": {"staff"},
    "administrator": {"staff", "administrator"},
    "operator": {"staff", "operator"},
}
CAST = {
    "resident": a_resident,
    "very certain resident": lambda: a_resident(assurance="high"),
    "officer": an_officer,
    "administrator": an_administrator,
    "operator": an_operator,
}


@pytest.mark.parametrize("page", PAGES)
def test_nobody_is_sent_to_log_in_and_back(page):
    answer = a_browser().get(f"/{page}/?tab=1")
    door = "/login/" if page in ("resident", "high") else "/staff/login/"
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(f"{door}?next=%2F{page}%2F%3Ftab%3D1")


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("page", PAGES)
def test_the_right_one_is_let_in_and_the_wrong_one_finds_nothing(who, page):
    answer = a_browser(CAST[who]()).get(f"/{page}/")
    if page in MAY[who]:
        assert answer.status_code == 200
    elif (who, page) == ("resident", "high"):
        assert answer.headers["Location"] == "/login/?next=%2Fhigh%2F&level=high"
    else:
        assert answer.status_code == 404


@pytest.mark.parametrize("who", CAST)
def test_a_session_carried_to_the_neighbour_is_nobody_there(who):
    a_municipality("Lund")
    browser = a_browser(CAST[who]())
    assert browser.get("/open/", headers={"host": "lund.localhost"}).content == b"anonymous "
    assert browser.get("/open/").content == b"anonymous "  # and is over at home as well


def test_a_forged_session_cookie_is_nobody():
    browser = a_browser()
    browser.cookies["sessionid"] = "x" * 32
    assert browser.get("/open/").content == b"anonymous "


def test_staff_who_leave_are_out_at_once():
    officer = an_officer()
    browser = a_browser(officer)
    from dygn.identity.models import StaffMember
    from tests.cast import scope

    with scope():
        StaffMember.objects.update(is_active=False)
    assert browser.get("/staff/").status_code == 302
    assert KEY not in browser.session


CLOCK = time.time


def later(monkeypatch, minutes):
    monkeypatch.setattr("dygn.identity.session.time.time", lambda: CLOCK() + minutes * 60)


def test_a_log_in_lasts_an_hour_without_a_sign_of_life(monkeypatch):
    browser = a_browser(a_resident())
    later(monkeypatch, 59)
    assert browser.get("/resident/").status_code == 200
    later(monkeypatch, 118)
    assert browser.get("/resident/").status_code == 200
    later(monkeypatch, 179.5)
    assert browser.get("/resident/").status_code == 302


def test_a_log_in_lasts_ten_hours_in_all(monkeypatch):
    browser = a_browser(a_resident())
    for hour in range(1, 12):
        later(monkeypatch, hour * 55)
        status = browser.get("/resident/").status_code
    assert status == 302


def test_what_was_sent_when_the_time_had_run_out_is_given_back_once(monkeypatch):
    resident = a_resident()
    browser = a_browser(resident)
    later(monkeypatch, 61)
    sent = browser.post("/draft/", {"name": "Åsa & <b>", "csrfmiddlewaretoken": "x"}, headers={"referer": ""})
    assert sent.headers["Location"] == "/login/?next=%2Fdraft%2F"
    log_in(browser, resident)
    assert browser.get("/login/send-again/?next=/open/").headers["Location"] == "/open/"  # not this kind
    assert browser.get("/draft/").content.decode().endswith("name=%C3%85sa+%26+%3Cb%3E")
    assert browser.get("/draft/").content.decode().endswith(" ")


NOTE = {"note": "A long note with <b> & \n two lines", "kind": ["a", "b"], "csrfmiddlewaretoken": "x"}


def note_sent_too_late(monkeypatch, actor):
    browser = a_browser(actor)
    later(monkeypatch, 61)
    browser.post("/staff/?tab=2", NOTE)
    return browser


def test_a_form_that_came_too_late_is_sent_again_when_the_person_says_so(monkeypatch):
    officer = an_officer()
    browser = note_sent_too_late(monkeypatch, officer)
    log_in(browser, officer)
    page = browser.get("/login/send-again/?next=/staff/")
    text = page.content.decode()
    assert page.status_code == 200
    assert 'action="/staff/?tab=2"' in text
    assert text.count('name="kind"') == 2
    assert "long note with &lt;b&gt; &amp;" in text
    assert 'value="x"' not in text
    assert not has_form_to_offer(type("Request", (), {"session": browser.session}))  # asked once
    assert browser.get("/login/send-again/?next=/staff/").status_code == 200  # a page may be loaded anew


def test_a_form_that_came_too_late_is_shown_to_nobody_else(monkeypatch):
    browser = note_sent_too_late(monkeypatch, an_officer())
    assert browser.get("/login/send-again/?next=/open/").headers["Location"] == "/open/"
    begin_as(browser, an_officer())
    assert browser.get("/login/send-again/?next=/open/").headers["Location"] == "/open/"


def test_sending_again_is_asked_for_right_after_log_in(monkeypatch):
    from dygn.municipalities.models import Connection
    from tests.cast import scope

    member = a_staff_member("officer")
    with scope():
        Connection.objects.create(port="staff_login", adapter="fake", settings={"email": member.email})
    browser = note_sent_too_late(monkeypatch, a_colleague(member))
    back = browser.get(browser.get("/staff/login/?next=/staff/&go=1").headers["Location"])
    assert back.headers["Location"] == "/login/send-again/?next=%2Fstaff%2F"


def begin_as(browser, actor):
    """Log somebody in to the session that is there, as coming back from the log-in service does."""

    class Request:
        session = browser.session
        META = {}

    begin_session(
        Request, LoggedIn(actor.municipality_id, actor.person_id, actor.staff_id, assurance="substantial")
    )
    Request.session.save()
    browser.cookies["sessionid"] = Request.session.session_key


def test_what_was_sent_is_sealed_and_given_to_nobody_else(monkeypatch):
    browser = a_browser(a_resident())
    later(monkeypatch, 61)
    browser.post("/draft/", {"name": "a secret"})
    assert "secret" not in str(dict(browser.session))
    other = a_person("Bo Ek")
    begin_as(browser, a_resident(other))
    assert browser.get("/draft/").content.decode() == f"person:{other.pk} "


def test_more_than_a_form_holds_is_not_kept(monkeypatch):
    browser = a_browser(a_resident())
    later(monkeypatch, 61)
    browser.post("/resident/", {"name": "x" * 200_000})
    assert len(str(dict(browser.session))) < 5_000


def test_nothing_is_kept_of_what_somebody_sends_who_never_was_logged_in():
    browser = a_browser()
    browser.post("/resident/", {"name": "x"})
    assert not dict(browser.session)


def test_whoever_was_logged_out_is_told_so_first(monkeypatch):
    browser = a_browser(a_resident())
    later(monkeypatch, 61)
    page = browser.get(browser.get("/resident/").headers["Location"])
    assert page.status_code == 200
    assert "go=1" in page.content.decode()


def test_a_part_of_a_page_sends_the_whole_page_to_log_in():
    answer = a_browser().post(
        "/resident/", headers={"HX-Request": "true", "HX-Current-URL": "http://ekeby.localhost/do/x/2/"}
    )
    assert answer.headers["HX-Redirect"] == "/login/?next=%2Fdo%2Fx%2F2%2F"


def test_a_foreign_page_is_not_where_one_comes_back_to():
    answer = a_browser().post("/resident/", headers={"referer": "https://evil.example/phish"})
    assert answer.headers["Location"] == "/login/?next=%2Fresident%2F"


def test_an_anonymous_page_does_not_ask_who_it_is(django_assert_max_num_queries):
    browser = a_browser()
    with django_assert_max_num_queries(3) as asked:  # the site, and the savepoint of the test's transaction
        browser.get("/open/")
    assert not any("session" in query["sql"] for query in asked)


@pytest.mark.parametrize(("who", "most"), [("resident", 4), ("officer", 5)])
def test_knowing_who_acts_costs_few_questions(who, most, django_assert_max_num_queries):
    browser = a_browser(CAST[who]())
    browser.get("/open/")
    with django_assert_max_num_queries(most):
        browser.get("/open/")


def test_staff_names_are_at_hand_for_the_frame(rf):
    from tests.cast import a_colleague

    assert a_colleague(a_staff_member("officer", name="Siv Ek")).is_staff


@given(st.text(alphabet="/\\.:@?#%a \t\n\r\x00é", max_size=12))
def test_a_safe_return_address_is_always_a_path_on_this_host(address):
    from urllib.parse import urljoin, urlsplit

    if is_safe_return_address(address):
        target = urlsplit(urljoin("https://ekeby.example/login/", address))
        assert (target.scheme, target.netloc) == ("https", "ekeby.example")
        assert address[1:2] != "/" and "\\" not in address
