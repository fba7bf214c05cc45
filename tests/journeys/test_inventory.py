"""The inventory of services and the page about open data, in a real browser."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dygn.portal.tests.factories import a_site
from dygn.services.models import InventoryEntry
from dygn.services.tests.factories import PACKAGES, a_service
from tests.cast import a_municipality, a_staff_member, a_unit, an_administrator, scope
from tests.journeys.browsing import assert_fits, axe, enter, follow, follow_by_key, picture, press, tab_to

LIST = "/staff/admin/inventory/"


@pytest.fixture(autouse=True)
def ekeby(committed):
    municipality = a_municipality("Ekeby", language="en")
    a_site(of=municipality, text="language: en\ntitle: Ekeby\nnews_title: News\nnews_slug: news\ntopics: []\n")
    unit, owner = a_unit(), a_staff_member("officer", name="Gunilla Zorn", unit=a_unit())
    a_service(PACKAGES / "parking-permit")
    today = timezone.localdate()
    with scope():
        for number in range(54):
            InventoryEntry.objects.create(
                name=f"Something that we do for people, number {number + 1}",
                self_service=("information", "paper", "automatic")[number % 3],
                duty=("by_law", "own_choice", "unknown")[number % 3],
                law="The Education Act, chapter 10, section 32" if number % 3 == 0 else "",
                unit=unit if number % 2 else None,
                person=owner if number % 4 else None,
                added_on=today,
                reviewed_on=today - timedelta(days=20 * number) if number % 5 else None,
                reviewed_by=owner if number % 5 else None,
                review_due_on=today + timedelta(days=365 - 20 * number),
            )
    return municipality


def test_the_inventory_is_accessible_and_fits_at_every_width(visit):
    page = enter(visit("ekeby", "/healthz"), an_administrator(), LIST)
    with scope():
        by_hand = InventoryEntry.objects.filter(service=None).order_by("review_due_on").first()
        e_service = InventoryEntry.objects.exclude(service=None).get()
    addresses = {
        "list": LIST,
        "new": f"{LIST}new/",
        "import": f"{LIST}import/",
        "entry": f"{LIST}{by_hand.pk}/",
        "e-service": f"{LIST}{e_service.pk}/",
    }
    for name, address in addresses.items():
        page.goto(address)
        axe(page)
        picture(page, f"inventory-{name}")
        page.set_viewport_size({"width": 360, "height": 900})
        assert_fits(page)
        page.set_viewport_size({"width": 1440, "height": 900})


@pytest.mark.parametrize("scripts", [True, False])
def test_somebody_filters_opens_reviews_and_changes_with_scripts_or_without(visit, scripts):
    page = enter(visit("ekeby", "/healthz", scripts=scripts), an_administrator(), LIST)
    follow(page.get_by_role("link", name="to be reviewed"))
    follow(page.locator("tbody a").first)
    page.get_by_label("Note").fill("Looked at together.")
    press(page, "Save")
    assert page.get_by_text("The changes are saved.").is_visible()
    page.get_by_label("Note").fill("Looked at together, and right.")
    press(page, "Reviewed today")
    assert page.get_by_text("Saved, and noted as reviewed today.").is_visible()
    assert page.get_by_label("Note").input_value() == "Looked at together, and right."


def test_a_sheet_is_refused_with_its_lines_and_then_taken_in(visit, tmp_path):
    sheet = tmp_path / "sheet.csv"
    page = enter(visit("ekeby", "/healthz"), an_administrator(), f"{LIST}import/")
    sheet.write_text("name;unit\nSchool bus;nowhere\n")
    page.get_by_label("A sheet (CSV)").set_input_files(sheet)
    press(page, "Take in the sheet")
    assert page.get_by_text("Line 2:").is_visible()
    axe(page)
    picture(page, "inventory-import-refused")
    sheet.write_text("name;unit\nSchool bus;street\n")
    page.get_by_label("A sheet (CSV)").set_input_files(sheet)
    press(page, "Take in the sheet")
    assert page.get_by_text("1 service is new.").is_visible()
    axe(page)


def test_the_list_is_used_with_the_keyboard_alone(visit):
    page = enter(visit("ekeby", "/healthz"), an_administrator(), LIST)
    tab_to(page, "Name or law")
    page.keyboard.type("number 54")
    follow_by_key(page)
    page.wait_for_url("**q=number**")
    assert page.locator("tbody tr").count() == 1


def test_the_page_about_open_data_is_accessible_and_leads_to_the_catalogue(visit):
    page = visit("ekeby", "/open-data/")
    axe(page)
    picture(page, "open-data")
    page.set_viewport_size({"width": 360, "height": 900})
    assert_fits(page)
    address = page.get_by_role("link", name="Turtle").get_attribute("href")
    assert "cpsv:PublicService" in page.evaluate("address => fetch(address).then(answer => answer.text())", address)
