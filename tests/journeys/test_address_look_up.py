"""An address is looked up while one types: a suggestion fills all its fields, and the form goes on."""

import pytest

from dygn.reference.actions.load_addresses import load_addresses
from dygn.services.models import Draft
from dygn.services.tests.factories import SMALL, a_package, a_service
from tests.cast import a_municipality, scope
from tests.journeys.browsing import axe, go_on

HOME = """\
      - {id: home, kind: address, label: {sv: Adress, en: "Where do you live?"}}
      - {id: spot, kind: place, label: {sv: Plats, en: "Where is the dog now?"}, required: false}
"""
REGISTER = """\
country,key,street,number,postcode,place,municipality_code
se,1,Storgatan,1,123 45,Ekeby,1234
se,2,Storgatan,12,123 45,Ekeby,1234
"""


@pytest.fixture(autouse=True)
def register(committed, tmp_path):
    file = tmp_path / "addresses.csv"
    file.write_text(REGISTER, encoding="utf-8")
    load_addresses(file)
    ekeby = a_municipality("Ekeby", language="en")
    a_service(a_package(SMALL.replace("  - id: your-dog\n", HOME + "  - id: your-dog\n")), of=ekeby)


def kept_home():
    with scope(a_municipality("Ekeby")):
        return Draft.objects.get().answers["home"]


def begin(visit, **how):
    page = visit("ekeby", "/do/small-service/about-you/", **how)
    page.get_by_label("Name").fill("Alva")
    return page


def pick(page, name, field, typed, number):
    """Type, wait for the suggestions and pick one. A browser without a window draws no list to click in:
    the option's text is put into the field, which is what picking does."""
    field.press_sequentially(typed, delay=20)
    option = page.locator(f"#{name}-found option").nth(number)
    option.wait_for(state="attached")
    field.fill(option.get_attribute("value"))


def test_a_suggestion_that_is_picked_fills_street_postcode_and_town(visit):
    page = begin(visit)
    street = page.get_by_label("Street and number")
    pick(page, "home", street, "storg", 1)
    assert street.input_value() == "Storgatan 12"
    assert page.get_by_label("Postcode").input_value() == "123 45"
    assert page.get_by_label("Town").input_value() == "Ekeby"
    axe(page)
    go_on(page)
    assert page.url.endswith("/your-dog/")
    assert kept_home() == {"street": "Storgatan 12", "postcode": "123 45", "city": "Ekeby"}


def test_a_place_keeps_the_whole_address_that_is_picked(visit):
    page = begin(visit)
    place = page.locator("#spot-address")
    pick(page, "spot", place, "storgatan 12", 0)
    assert place.input_value() == "Storgatan 12, 123 45 Ekeby"
    assert page.get_by_label("Postcode").input_value() == ""


def test_without_scripts_a_whole_address_is_understood(visit):
    page = begin(visit, scripts=False)
    page.get_by_label("Street and number").fill("Storgatan 12, 123 45 Ekeby")
    go_on(page)
    assert page.url.endswith("/your-dog/")
    assert kept_home() == {"street": "Storgatan 12", "postcode": "123 45", "city": "Ekeby"}
