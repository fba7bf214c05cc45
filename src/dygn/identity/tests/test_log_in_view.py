import time
from types import SimpleNamespace

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dygn.audit.models import AuditEntry
from dygn.base.rate_limits import shared_counts
from dygn.identity.models import Person, StaffMember
from dygn.municipalities.models import Connection
from tests.cast import (
    a_browser,
    a_municipality,
    a_person,
    a_resident,
    a_staff_member,
    an_officer,
    scope,
)

pytestmark = pytest.mark.django_db
NUMBER = "189001019802"
CALLBACK = "/login/callback/"


@pytest.fixture(autouse=True)
def e_id():
    """Ekeby's residents log in at the fake e-ID, its staff at a fake employer."""
    with scope():
        Connection.objects.create(port="resident_login", adapter="fake", settings={"number": NUMBER})
        Connection.objects.create(
            port="staff_login", adapter="fake", settings={"name": "Siv Ek", "email": "siv@ekeby.example"}
        )


def change(port, **settings):
    with scope():
        Connection.objects.filter(port=port).update(settings=settings)


def log_in(browser, path="/login/", **query):
    """Go to the log-in service and come back."""
    away = browser.get(path, query)
    assert away.status_code == 302, away.content.decode()
    return browser.get(away.headers["Location"])


def who(browser):
    return browser.session.get("identity")


def test_a_resident_logs_in_and_comes_back_to_where_they_were():
    browser = a_browser()
    back = log_in(browser, next="/my/cases/7/?tab=letters")
    assert (back.status_code, back.headers["Location"]) == (302, "/my/cases/7/?tab=letters")
    with scope():
        person = Person.objects.get()
        assert person.masked_identifier == "18900101-••••"
        assert person.last_login_at
        assert AuditEntry.objects.get(action="log-in").actor == f"person:{person.pk}"
    assert who(browser)["person_id"] == person.pk
    assert who(browser)["assurance"] == "substantial"


def test_the_second_log_in_is_the_same_person():
    log_in(a_browser())
    log_in(a_browser())
    with scope():
        assert Person.objects.count() == 1


def test_without_next_a_resident_comes_to_my_page():
    assert log_in(a_browser()).headers["Location"] == "/my/"


def test_in_another_language_the_return_address_is_the_same_and_my_page_is_not():
    browser = a_browser()
    away = browser.get("/en/login/")
    assert "//ekeby.localhost/login/callback/?" in away.headers["Location"]
    assert browser.get(away.headers["Location"]).headers["Location"] == "/en/my/"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\tevil",
        "/\n/evil.example",
        "my/",
        "/logout/",
        "/en/login/?next=/x",
        "/" + "x" * 3000,
    ],
)
def test_nobody_is_sent_to_a_foreign_address(address):
    assert log_in(a_browser(), next=address).headers["Location"] == "/my/"


def test_the_session_key_changes_at_log_in():
    browser = a_browser()
    browser.get("/login/")
    before = browser.cookies[django_settings.SESSION_COOKIE_NAME].value
    log_in(browser)
    assert browser.cookies[django_settings.SESSION_COOKIE_NAME].value != before
    from django.contrib.sessions.models import Session

    assert not Session.objects.filter(pk=before).exists()


def test_an_answer_works_once():
    browser = a_browser()
    answer = browser.get("/login/").headers["Location"]
    assert browser.get(answer).status_code == 302
    again = browser.get(answer)
    assert again.status_code == 400
    assert "Log in again" in again.content.decode() or "Logga in" in again.content.decode()
    with scope():
        assert AuditEntry.objects.get(action="log-in.refused").detail == {"reason": "state"}


def test_an_answer_meant_for_another_browser_is_refused():
    answer = a_browser().get("/login/").headers["Location"]
    victim = a_browser()
    victim.get("/login/")
    assert victim.get(answer).status_code == 400
    assert who(victim) is None


def test_an_answer_from_the_staff_door_does_not_open_the_residents_door():
    browser = a_browser()
    answer = browser.get("/staff/login/").headers["Location"].replace("/staff/login/", "/login/")
    assert browser.get(answer).status_code == 400


def test_an_attempt_is_old_after_a_quarter_of_an_hour(monkeypatch):
    browser = a_browser()
    answer = browser.get("/login/").headers["Location"]
    now = time.time()
    monkeypatch.setattr("dygn.identity.attempts.time.time", lambda: now + 901)
    assert browser.get(answer).status_code == 400


def test_several_tabs_log_in_at_once():
    browser = a_browser()
    answers = [browser.get("/login/", {"next": f"/my/{tab}/"}).headers["Location"] for tab in range(5)]
    assert browser.get(answers[3]).headers["Location"] == "/my/3/"
    assert browser.get(answers[0]).headers["Location"] == "/my/0/"


def test_whoever_stops_is_told_so_and_can_try_again():
    browser = a_browser()
    answer = browser.get("/login/", {"next": "/my/x/"}).headers["Location"]
    page = browser.get(answer.replace("code=fake", "error=access_denied"))
    assert page.status_code == 400
    assert "/login/?next=%2Fmy%2Fx%2F" in page.content.decode()


@pytest.mark.parametrize("down_at", ["leaving", "coming back"])
def test_the_e_id_is_out_of_order(down_at):
    browser = a_browser()
    answer = browser.get("/login/").headers["Location"]
    change("resident_login", number=NUMBER, is_down=True)
    page = browser.get("/login/", {"next": "/my/x/"}) if down_at == "leaving" else browser.get(answer)
    assert page.status_code == 503
    assert int(page.headers["Retry-After"]) > 0
    assert "/login/?next=" in page.content.decode()


def test_a_municipality_without_e_id_says_that_it_is_out_of_order():
    assert a_browser(of=a_municipality("Lund")).get("/login/").status_code == 503


@pytest.mark.parametrize(
    ("adapter", "settings"),
    [
        ("openid", {}),
        ("openid", {"issuer": "https://x.example", "client_id": "x", "profile": "unknown"}),
        ("openid", {"issuer": "https://x.example", "client_id": "x", "profile": "swedish", "misspelt": 1}),
        (
            "openid",
            {"issuer": "https://x.example", "client_id": "x", "profile": "swedish", "private_key": "no"},
        ),
        ("openid", {"issuer": "x", "client_id": "x", "profile": "swedish", "client_auth": "none"}),
        ("openid", {"issuer": "http://x.example", "client_id": "x", "profile": "swedish"}),
        ("gone", {}),
    ],
)
def test_a_connection_that_is_set_wrongly_is_out_of_order_and_no_crash(adapter, settings):
    with scope():
        Connection.objects.filter(port="resident_login").update(adapter=adapter, settings=settings)
    assert a_browser().get("/login/").status_code == 503


def test_who_is_logged_in_well_enough_goes_straight_on():
    browser = a_browser(a_resident())
    assert browser.get("/login/", {"next": "/my/x/"}).headers["Location"] == "/my/x/"


def test_a_more_certain_log_in_is_asked_for_when_needed():
    browser = a_browser(a_resident(a_person(number=NUMBER)))
    back = log_in(browser, next="/my/x/", level="high")
    assert back.headers["Location"] == "/my/x/"
    assert who(browser)["assurance"] == "high"


def test_logging_in_as_somebody_else_leaves_nothing_of_the_first():
    browser = a_browser(an_officer())
    session = browser.session
    session["secret"] = "of the officer"
    session.save()
    log_in(browser)
    assert "secret" not in browser.session
    assert who(browser)["staff_id"] is None


def test_what_somebody_wrote_before_logging_in_is_kept():
    browser = a_browser()
    browser.get("/login/")
    session = browser.session
    session["draft"] = "mine"
    session.save()
    log_in(browser)
    assert browser.session["draft"] == "mine"


def test_staff_are_known_by_verified_e_mail_the_first_time_and_then_by_subject():
    member = a_staff_member("officer", name="Siv Ek")
    with scope():
        StaffMember.objects.update(email="Siv@Ekeby.example")
    assert log_in(a_browser(), "/staff/login/").headers["Location"] == "/staff/"
    with scope():
        member.refresh_from_db()
        assert (member.issuer, member.subject) == ("fake", "siv@ekeby.example")
        StaffMember.objects.update(email="new@ekeby.example")
    browser = a_browser()
    log_in(browser, "/staff/login/")
    assert who(browser)["staff_id"] == member.pk


def test_unknown_staff_are_told_whom_to_ask():
    page = log_in(a_browser(), "/staff/login/")
    assert page.status_code == 400


def test_staff_who_have_left_do_not_get_in():
    a_staff_member("officer")
    with scope():
        StaffMember.objects.update(email="siv@ekeby.example", is_active=False)
    assert log_in(a_browser(), "/staff/login/").status_code == 400


def test_an_e_mail_address_that_belongs_to_another_subject_opens_nothing():
    a_staff_member("officer")
    with scope():
        StaffMember.objects.update(email="siv@ekeby.example", issuer="fake", subject="somebody else")
    assert log_in(a_browser(), "/staff/login/").status_code == 400


def test_the_neighbour_s_staff_do_not_get_in_here():
    a_staff_member("officer", of=a_municipality("Lund"))
    with scope(a_municipality("Lund")):
        StaffMember.objects.update(email="siv@ekeby.example")
    assert log_in(a_browser(), "/staff/login/").status_code == 400


def test_staff_have_an_account_for_wagtail_and_residents_have_none(rf):
    from dygn.identity.middleware import account_of

    officer = an_officer()
    request = rf.get("/")
    with scope():
        request.actor = officer
        assert account_of(request).is_authenticated
        request.actor = a_resident()
        assert not account_of(request).is_authenticated


@pytest.mark.parametrize(
    "name", ["login", "staff_login", "login_callback", "staff_login_callback", "logged_out"]
)
def test_these_pages_are_only_read(name):
    assert a_browser().post(reverse(f"identity:{name}")).status_code == 405


def test_log_in_belongs_to_a_municipality(client):
    assert client.get("/login/", headers={"host": "localhost"}).status_code == 404
    assert client.get("/staff/login/callback/", headers={"host": "localhost"}).status_code == 404


def test_too_many_log_ins_from_one_address_have_to_wait(monkeypatch):
    monkeypatch.setattr("dygn.base.rate_limits.time", SimpleNamespace(time=lambda: 1_800_000_000.0))
    browser = a_browser()
    answers = [browser.get("/login/").status_code for _ in range(301)]
    assert answers[299] == 302
    assert answers[300] == 429


def test_logging_out_asks_first_and_leaves_nothing():
    browser = a_browser(a_resident())
    page = browser.get("/logout/")
    assert page.status_code == 200
    assert who(browser)
    assert browser.post("/logout/").status_code == 200
    assert who(browser) is None
    assert browser.get("/logout/done/").status_code == 200


def test_a_session_of_one_municipality_is_nobody_in_another():
    browser = a_browser(a_resident())
    page = browser.get("/login/", {"next": "/my/"}, headers={"host": "lund.localhost"})
    assert page.status_code == 404  # no such municipality yet
    a_municipality("Lund")
    from dygn.municipalities.queries import forget_sites

    forget_sites()
    page = browser.get("/login/", {"next": "/my/"}, headers={"host": "lund.localhost"})
    assert page.status_code == 503  # not "you are logged in": Lund has no e-ID
    assert who(browser) is None


@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    query=st.dictionaries(
        st.sampled_from(["state", "code", "iss", "error", "next", "level", "go"]),
        st.text(max_size=30),
    ),
    path=st.sampled_from(["/login/", "/login/callback/", "/staff/login/", "/staff/login/callback/"]),
)
def test_whatever_is_asked_is_answered(query, path):
    shared_counts().forget()
    assert a_browser().get(path, query).status_code in (302, 400)
