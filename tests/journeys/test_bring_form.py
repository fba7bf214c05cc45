"""A service owner brings a form that the municipality has in another system."""

import json

import pytest

from dygn.services.models import Service, WorkingCopy
from dygn.services.tests.imported_forms import HELSINKI, needs_helsinki
from tests.cast import a_municipality, an_author, scope
from tests.journeys.browsing import appears, axe, enter, follow, picture, press

SERVICES = "/staff/admin/services/"
FORM = {
    "title": "Borrow a bicycle",
    "language": "en",
    "components": [
        {"type": "panel", "key": "p", "title": "About you", "components": [
            {"type": "textfield", "key": "name", "label": "What are you called?"},
            {"type": "textfield", "key": "age", "label": "How old are you?", "validate": {"custom": "valid = row.x > 3"}},
            {"type": "hidden", "key": "source", "label": "Campaign"},
            {"type": "button", "key": "send", "label": "Submit"},
        ]},
    ],
}  # fmt: skip


@pytest.fixture
def author(committed):
    a_municipality("Ekeby", language="en")
    return an_author(name="Olle Owner")


def chosen(page, name, content):
    follow(page.get_by_role("link", name="Bring a form from another system"))
    page.get_by_label("File").set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})
    return page


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_form_is_looked_at_and_a_service_begun_with_it(visit, author, scripts):
    page = enter(visit("ekeby", "/healthz", scripts=scripts), author, SERVICES)
    chosen(page, "bicycle.json", json.dumps(FORM).encode())
    if scripts:
        axe(page)
        picture(page, "bring-form")
    press(page, "See what comes over")
    assert appears(page.get_by_role("heading", name="Borrow a bicycle"))
    assert appears(page.get_by_text("its own check is left out: it is a program"))
    assert appears(page.get_by_text("a hidden value that the person never saw"))
    if scripts:
        axe(page)
        picture(page, "bring-report")
    with scope(a_municipality("Ekeby")):
        assert not Service.objects.exists()
    press(page, "Begin the service with this")
    assert appears(page.get_by_role("link", name="What are you called?"))
    with scope(a_municipality("Ekeby")):
        assert Service.objects.get().state == "draft" and WorkingCopy.objects.count() == 1


def test_what_cannot_be_read_says_so_and_how_to_go_on(visit, author):
    page = enter(visit("ekeby", "/healthz"), author, SERVICES)
    press(chosen(page, "notes.txt", b"Buy milk"), "See what comes over")
    assert appears(page.get_by_text("We cannot tell which system the file is from").first)
    axe(page)
    picture(page, "bring-refused")


@needs_helsinki
def test_a_real_form_of_helsinki_is_brought_and_opened(visit, author):
    page = enter(visit("ekeby", "/healthz"), author, SERVICES)
    press(chosen(page, HELSINKI[0].name, HELSINKI[0].read_bytes()), "See what comes over")
    assert appears(page.get_by_text("Drupal Webform"))
    axe(page)
    picture(page, "bring-helsinki")
    press(page, "Begin the service with this")
    assert appears(page.locator(".dy-outline-head a").first)
