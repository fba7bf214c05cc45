"""A service owner finds a neighbour's service, tries it, makes it her own and says how it works."""

import pytest
from django.utils import timezone

from dygn.demo import cast
from dygn.demo.actions.settle_municipality import settle_municipality
from dygn.demo.actions.share_services import share_services
from dygn.services.models import Service
from tests.cast import an_administrator, scope
from tests.journeys.browsing import appears, assert_fits, axe, enter, follow, picture, press

CATALOGUE = "/en/staff/admin/catalogue/"


@pytest.fixture
def towns(committed):
    towns = {town.slug: settle_municipality(town) for town in cast.municipalities()}
    share_services(towns, now=timezone.now())
    return towns


@pytest.mark.parametrize("scripts", [True, False])
def test_a_service_owner_finds_tries_and_adopts_a_neighbour_s_service(towns, visit, scripts):
    page = enter(visit("ekeby", "/healthz", scripts=scripts), an_administrator(), CATALOGUE)
    page.get_by_label("Search").fill("turutstyr")
    press(page, "Filter")
    follow(page.get_by_role("link", name="Borrow outdoor equipment"))
    address = page.url
    press(page, "Try it in a preview")
    assert appears(page.get_by_text("as Fjellvik offers it. It is not installed here."))
    page.goto(address)
    press(page, "Make it our own")
    assert appears(page.get_by_role("heading", name="Borrow outdoor equipment", level=1))
    with scope(towns["ekeby"]):
        assert Service.objects.get(key="borrow-equipment").state == "draft"
    page.goto(address)
    page.get_by_label("4: well").check()
    page.get_by_label("Your experience").fill("Easy to adapt.")
    press(page, "Let the others read it")
    assert appears(page.locator("article", has_text="Easy to adapt."))


def test_the_pages_of_the_catalogue_are_for_everybody_and_fit(towns, visit):
    page = enter(visit("ekeby", "/healthz"), an_administrator(), CATALOGUE)
    looked_at = {"catalogue": CATALOGUE, "catalogue-addresses": CATALOGUE + "addresses/"}
    looked_at["catalogue-offer"] = "/en/staff/admin/services/allotment/offer/"
    for name, text in (("catalogue-one", "Sign up for beach cleaning"), ("catalogue-old", "Borrow skis")):
        looked_at[name] = page.get_by_role("link", name=text).last.get_attribute("href")
    for name, path in looked_at.items():
        page.goto(path)
        axe(page)
        picture(page, name)
        page.set_viewport_size({"width": 360, "height": 900})
        assert_fits(page)
        page.set_viewport_size({"width": 1440, "height": 900})
