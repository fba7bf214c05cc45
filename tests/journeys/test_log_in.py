"""Logging in and out in a real browser, at the test provider as the demo runs it."""

import pytest

from dygn.identity.adapters.openid_provider import forget_providers
from dygn.identity.models import Person, StaffMember
from dygn.identity.testprovider.connections import resident_connection, staff_connection
from dygn.identity.tests.provider_at_work import provider_at_work
from dygn.municipalities.models import Connection
from tests.cast import a_municipality, a_staff_member, scope
from tests.journeys.browsing import assert_fits, axe, follow, follow_by_key, picture, tab_to


@pytest.fixture(scope="module")
def issuer(tmp_path_factory):
    with provider_at_work(tmp_path_factory.mktemp("people")) as address:
        yield address


@pytest.fixture(autouse=True)
def e_id(committed, issuer):
    forget_providers()
    with scope(a_municipality("Ekeby", language="en")) as ekeby:
        for port, settings in (
            ("resident_login", resident_connection(issuer, "se")),
            ("staff_login", staff_connection(issuer)),
        ):
            Connection.objects.create(port=port, adapter="openid", settings=settings)
    return ekeby


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_resident_logs_in_sees_their_details_and_logs_out(visit, scripts):
    page = visit("ekeby", "/my/details/", scripts=scripts)
    follow(page.get_by_role("button", name="Anna Lindqvist"))
    page.get_by_role("heading", name="My details").wait_for()
    page.get_by_text("19841009-••••").wait_for()
    page.goto("/logout/")
    follow(page.get_by_role("main").get_by_role("button", name="Log out"), to="**/logout/done/")
    page.get_by_role("heading", name="You are logged out").wait_for()
    page.goto("/my/details/")
    page.get_by_role("heading", name="Who are you today?").wait_for()


def test_the_pages_of_log_in_are_for_everybody(visit, e_id):
    page = visit("ekeby", "/my/details/")
    axe(page)
    picture(page, "test-e-id")
    follow(page.get_by_role("button", name="Anna Lindqvist"))
    for name, address in (
        ("my-details", "/my/details/"),
        ("my-e-mail", "/my/details/email/"),
        ("log-out", "/logout/"),
        ("log-in-refused", "/login/callback/?state=x"),
        ("emergency", "/ops/emergency/"),
    ):
        page.goto(address)
        axe(page)
        picture(page, name)
    with scope(e_id):
        Connection.objects.update(
            settings={"issuer": "http://localhost:9", "client_id": "x", "profile": "swedish"}
        )
    page.goto("/login/?level=high")
    page.get_by_role("heading", name="out of order").wait_for()
    axe(page)
    picture(page, "e-id-out-of-order")


def test_logging_in_by_keyboard_on_a_narrow_screen(visit):
    page = visit("ekeby", "/my/details/", width=360)
    assert_fits(page)
    tab_to(page, "Karim Haddad")
    follow_by_key(page)
    page.wait_for_url("**/my/details/")
    assert_fits(page)


def test_whoever_stops_can_try_again(visit):
    page = visit("ekeby", "/my/details/")
    follow(page.get_by_role("button", name="Stop and go back"))
    page.get_by_role("heading", name="You are not logged in").wait_for()
    follow(page.get_by_role("link", name="Log in again"))
    follow(page.get_by_role("button", name="Karim Haddad"))
    page.get_by_role("heading", name="My details").wait_for()


def test_going_back_after_logging_in_lets_nobody_in_twice_and_explains(visit, e_id):
    page = visit("ekeby", "/my/details/")
    answers = []
    page.on(
        "request", lambda request: answers.append(request.url) if "/login/callback/" in request.url else None
    )
    follow(page.get_by_role("button", name="Anna Lindqvist"))
    page.wait_for_url("**/my/details/")
    page.goto(answers[0])
    page.get_by_role("heading", name="We could not log you in").wait_for()
    follow(page.get_by_role("link", name="Log in again"))
    assert "/my/" in page.url
    with scope(e_id):
        assert Person.objects.count() == 1


def test_an_outage_that_the_e_id_tells_of_is_explained(visit):
    page = visit("ekeby", "/my/details/")
    follow(page.get_by_role("button", name="Pretend that the e-ID is out of order"))
    page.get_by_role("heading", name="out of order").wait_for()


def test_a_member_of_staff_logs_in_and_an_unknown_one_is_told_whom_to_ask(visit, e_id):
    page = visit("ekeby", "/staff/login/")
    follow(page.get_by_role("button", name="Jonas Berglund"))
    page.get_by_text("not registered as staff").wait_for()
    axe(page)
    member = a_staff_member("officer", of=e_id)
    with scope(e_id):
        StaffMember.objects.filter(pk=member.pk).update(email="jonas.berglund@ekeby.example")
    follow(page.get_by_role("link", name="Log in again"))
    follow(page.get_by_role("button", name="Jonas Berglund"))
    page.wait_for_url("**/staff/")


def a_while_goes_by():
    """Let the time of everybody who is logged in run out."""
    from django.contrib.sessions.models import Session

    for session in Session.objects.all():
        kept = session.get_decoded()
        if "identity" in kept:
            kept["identity"]["seen"] -= 100_000
            session.session_data = Session.objects.encode(kept)
            session.save()


def test_a_form_that_came_too_late_is_sent_after_logging_in(visit, e_id):
    page = visit("ekeby", "/my/details/")
    follow(page.get_by_role("button", name="Anna Lindqvist"))
    page.get_by_role("radio", name="By letter on paper").check()
    page.get_by_role("radio", name="Svenska").check()
    a_while_goes_by()
    follow(page.get_by_role("button", name="Save my choices"))
    page.get_by_role("heading", name="You have been logged out").wait_for()
    axe(page)
    picture(page, "logged-out-by-time")
    follow(page.get_by_role("link", name="Log in and go on"))
    follow(page.get_by_role("button", name="Anna Lindqvist"))
    page.get_by_role("heading", name="Shall we send what you wrote?").wait_for()
    axe(page)
    picture(page, "send-again")
    follow(page.get_by_role("button", name="Send it now"))
    page.get_by_text("Your choices are saved.").wait_for()
    with scope(e_id):
        assert Person.objects.get().language == "sv"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_form_opened_before_a_log_in_in_another_window_is_sent_by_one_press_more(visit, e_id, scripts):
    page = visit("ekeby", "/my/details/", scripts=scripts)
    follow(page.get_by_role("button", name="Anna Lindqvist"))
    page.get_by_role("radio", name="By letter on paper").check()
    page.get_by_role("radio", name="Svenska").check()
    other = page.context.new_page()
    other.goto("/logout/")
    follow(other.get_by_role("main").get_by_role("button", name="Log out"), to="**/logout/done/")
    other.goto("/my/details/")
    follow(other.get_by_role("button", name="Anna Lindqvist"))
    other.wait_for_url("**/my/details/")
    follow(page.get_by_role("button", name="Save my choices"))
    page.get_by_text("You logged in in another window").wait_for()
    if scripts:  # axe is a script
        axe(page)
        picture(page, "page-too-old")
    with scope(e_id):
        assert Person.objects.get().language != "sv"
    follow(page.get_by_role("button", name="Send it now"))
    page.get_by_text("Your choices are saved.").wait_for()
    with scope(e_id):
        assert Person.objects.get().language == "sv"
