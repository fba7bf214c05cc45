"""What is new where a service comes from is looked at and brought in: in a real browser."""

import pytest

from dygn.operations.tests.test_upgrade_view import PAGE, a_file
from dygn.services.tests.factories import a_service
from dygn.services.tests.test_upgrades import worked_on
from tests.cast import a_browser, a_municipality, an_author, scope
from tests.journeys.browsing import assert_fits, axe, enter, picture, press


@pytest.fixture
def author(committed):
    ekeby = a_municipality("Ekeby", language="en")
    author = an_author(of=ekeby, name="Olle Owner")
    service = a_service(of=ekeby)
    with scope(ekeby):
        worked_on(service, author)
    a_browser(author).post(PAGE.removeprefix("/en"), {"upload": "1", "package": a_file()})
    return author


@pytest.mark.parametrize(("scripts", "width"), [(True, 1440), (False, 360)])
def test_an_author_chooses_and_brings_it_in(visit, author, scripts, width):
    page = visit("ekeby", "/healthz", scripts=scripts, width=width)
    enter(page, author, PAGE.removeprefix("/en"))
    assert_fits(page)
    if scripts:
        axe(page)
        picture(page, "upgrade")
    page.get_by_role("group", name="Name of the dog").get_by_label("Take the new one").check()
    press(page, "Bring it into what is worked on")
    assert page.url.endswith("/edit/")
    assert page.get_by_text("It is brought in.").is_visible()
