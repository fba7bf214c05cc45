"""The figures of services, and the rating on the receipt, in a real browser."""

import pytest
from django.utils import timezone

from dygn.demo.actions.keep_figures import keep_figures
from dygn.portal.tests.factories import a_site
from dygn.services.tests.factories import PACKAGES, a_service
from tests.cast import a_colleague, a_municipality, a_staff_member
from tests.journeys.browsing import appears, assert_fits, axe, enter, follow, go_on, picture, press

ALL = "/staff/admin/figures/"
SITE = "language: en\ntitle: Ekeby\nnews_title: News\nnews_slug: news\ntopics: []\n"


@pytest.fixture(autouse=True)
def ekeby(committed):
    municipality = a_municipality("Ekeby", language="en")
    a_site(of=municipality, text=SITE)
    for name in ("parking-permit", "fault-report", "general-enquiry"):
        a_service(PACKAGES / name)
    return municipality


@pytest.fixture
def counted(ekeby, monkeypatch):
    monkeypatch.setattr(ekeby, "default_language", "sv")
    keep_figures(ekeby, now=timezone.now())


def an_owner():
    return a_colleague(a_staff_member("service_owner", name="Gunilla Zorn"))


def test_the_figures_are_accessible_and_fit_at_every_width(visit, counted):
    page = enter(visit("ekeby", "/healthz"), an_owner(), ALL)
    axe(page)
    picture(page, "figures-all")
    follow(page.get_by_role("link", name="Parking permit").first)
    follow(page.get_by_role("link", name="A year"))
    axe(page)
    picture(page, "figures-service")
    page.set_viewport_size({"width": 360, "height": 900})
    assert_fits(page)
    page.get_by_text("Show as a table").click()
    axe(page)
    assert_fits(page)


@pytest.mark.parametrize(("scripts", "width"), [(True, 1440), (False, 360)])
def test_whoever_has_sent_tells_how_it_was_and_is_thanked_once(visit, scripts, width):
    a_service()
    page = visit("ekeby", "/do/small-service/", scripts=scripts, width=width)
    page.get_by_label("Name").fill("Alva")
    go_on(page)
    page.get_by_role("radio", name="No").check()
    go_on(page)
    go_on(page)
    press(page, "Send")
    assert_fits(page)
    page.get_by_label("Good", exact=True).check()
    page.get_by_label("What made it so?").fill("Easy from beginning to end.")
    press(page, "Send what you think")
    assert appears(page.get_by_text("Thank you.").first)
    assert appears(page.get_by_text("You have told us how it was.").first)
    page.reload()
    assert page.get_by_text("Thank you.").count() == 0
    if scripts:
        axe(page)
    assert_fits(page)


def test_the_question_on_the_receipt_is_good_to_look_at(visit):
    a_service()
    page = visit("ekeby", "/do/small-service/")
    page.get_by_label("Name").fill("Alva")
    go_on(page)
    page.get_by_role("radio", name="No").check()
    go_on(page)
    go_on(page)
    press(page, "Send")
    axe(page)
    picture(page, "receipt-how-was-it")
    page.locator('[name="score"]').first.evaluate("field => field.form.noValidate = true")
    press(page, "Send what you think")
    assert appears(page.locator("#error-summary"))
    axe(page)
    picture(page, "how-was-it")
