"""A service that is written for people in another country is published when somebody says so: in a real browser."""

import pytest

from dygn.services.actions.install_package import install_package
from dygn.services.tests.factories import NOON, PACKAGES, an_accepted
from tests.cast import a_municipality, an_author, scope
from tests.journeys.browsing import assert_fits, axe, enter, picture, press

PAGE = "/staff/admin/services/moving/"


@pytest.fixture
def author(committed):
    ekeby = a_municipality("Ekeby")
    author = an_author(of=ekeby, name="Olle Owner")
    with scope(ekeby):
        an_accepted(install_package(PACKAGES / "moving", actor=author, now=NOON))
    return author


@pytest.mark.parametrize(("scripts", "width"), [(True, 1440), (False, 360)])
def test_a_swede_reads_what_people_would_meet_and_publishes_all_the_same(visit, author, scripts, width):
    page = visit("ekeby", "/healthz", scripts=scripts, width=width)
    enter(page, author, f"/en{PAGE}")
    press(page, "Publish version 1")
    panel = page.get_by_role("region", name="Before version 1 is published")
    assert panel.get_by_text("People here would meet it in Danish").is_visible()
    assert_fits(page)
    if scripts:
        axe(page)
        picture(page, "written-elsewhere")
    panel.get_by_label("I have read this, and people are to use it all the same").check()
    press(page, "Publish it all the same")
    assert page.get_by_text("Published", exact=True).first.is_visible()
    assert panel.count() == 0
