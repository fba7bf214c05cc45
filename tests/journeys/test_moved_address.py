"""A service that has moved: an old bookmark leads to the form, and its owner sees and gives the old address up."""

import pytest

from dygn.services.tests.factories import a_service
from dygn.services.tests.test_moving import published, with_slug
from tests.cast import a_municipality, an_author
from tests.journeys.browsing import assert_fits, axe, enter, follow, go_on, picture, press

OLD, NEW = "/do/small-service/", "/do/smaller-service/"
PAGE = "/staff/admin/services/small-service/addresses/"


@pytest.fixture
def author(committed):
    ekeby = a_municipality("Ekeby", language="en")
    a_service(with_slug("liten-tjanst"), of=ekeby)
    published(with_slug("mindre-tjanst", "smaller-service"))
    return an_author(of=ekeby, name="Olle Owner")


@pytest.mark.parametrize(("scripts", "width"), [(True, 1440), (False, 360)])
def test_an_old_bookmark_leads_to_the_form_and_on(visit, author, scripts, width):
    page = visit("ekeby", f"{OLD}about-you/", scripts=scripts, width=width)
    assert page.url.endswith(f"{NEW}about-you/")
    page.get_by_label("Name").fill("Alva Ek")
    page.get_by_label("E-mail").fill("alva@example.org")
    go_on(page)
    assert page.url.endswith(f"{NEW}your-dog/")
    page.goto(f"{OLD}your-dog/")
    assert page.url.endswith(f"{NEW}your-dog/")
    assert page.get_by_role("button", name="Continue", exact=True).is_visible()


@pytest.mark.parametrize(("scripts", "width"), [(True, 1440), (False, 360)])
def test_its_owner_sees_the_old_address_and_gives_it_up(visit, author, scripts, width):
    page = visit("ekeby", "/healthz", scripts=scripts, width=width)
    enter(page, author, "/staff/admin/services/small-service/")
    follow(page.get_by_role("link", name="that lead here").or_(page.get_by_role("link", name="that leads here")))
    assert page.url.endswith(PAGE)
    assert page.get_by_role("heading", name=OLD, exact=True).is_visible()
    old = page.locator("section[aria-labelledby='old-small-service']")
    old.locator("summary").click()
    old.get_by_label("I have read what happens").check()
    assert_fits(page)
    if scripts:
        axe(page)
        picture(page, "service-addresses")
    press(page, "Give the address up small-service")
    assert page.get_by_text("“small-service” leads here no more.").is_visible()
    assert page.get_by_role("heading", name=OLD, exact=True).count() == 0
    answer = page.goto(OLD)
    assert answer.status == 404
