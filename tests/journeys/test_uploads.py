"""A file on its way: its progress is seen, and when it goes wrong one is told and loses nothing."""

import pytest
from django.conf import settings

from dygn.services.tests.factories import SMALL, a_package, a_service
from tests.cast import a_municipality
from tests.journeys.browsing import appears, axe, go_on, picture

PAGE = "/do/small-service/about-you/"
PHOTO = """\
      - {id: photo_of_you, kind: file, label: {sv: Foto, en: Photo of you}, limits: {accept: [image], max_count: 3}}
"""


@pytest.fixture
def page(visit, committed, monkeypatch, tmp_path):
    """The first page of a form, with a name written and a file asked for."""
    monkeypatch.setattr(settings, "DYGN_FILES_ROOT", tmp_path)
    ekeby = a_municipality("Ekeby", language="en")
    a_service(a_package(SMALL.replace("  - id: your-dog\n", PHOTO + "  - id: your-dog\n")), of=ekeby)
    page = visit("ekeby", PAGE)
    page.get_by_label("Name").fill("Alva")
    return page


def on_sending(page, answer):
    """Answer the sending of the page instead of the server; reading it goes on as ever."""
    page.route(
        f"**{PAGE}", lambda route: answer(route) if route.request.method == "POST" else route.continue_()
    )


def sent_file(page):
    return page.get_by_role("button", name="Remove lamp.png")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda route: route.abort(), "The connection broke"),
        (lambda route: route.fulfill(status=429, body="<main>Too many</main>"), "Wait a few minutes"),
        (lambda route: route.fulfill(status=413, body="too large"), "Choose a smaller one"),
        (lambda route: route.fulfill(status=403, body="<main>Too old</main>"), "press Continue"),
        (lambda route: route.fulfill(status=500, body="<main>Broken</main>"), "Something went wrong with us"),
        (lambda route: route.fulfill(status=503, body=""), "Something went wrong with us"),
    ],
)
def test_a_file_that_was_not_sent_is_told_at_its_field_and_sent_again(page, photo, answer, words):
    on_sending(page, answer)
    page.locator("#photo_of_you").set_input_files(photo)
    told = page.locator("#photo_of_you-area").get_by_role("alert")
    told.wait_for()
    assert told.inner_text().startswith("lamp.png: ") and words in told.inner_text()
    assert "What you have written is still here" in told.inner_text()
    assert page.locator("progress").count() == 0
    assert page.get_by_label("Name").input_value() == "Alva"
    page.unroute(f"**{PAGE}")
    page.get_by_role("button", name="Try again").click()
    sent_file(page).wait_for()
    assert page.get_by_role("alert").count() == 0
    go_on(page)
    assert page.url.endswith("/your-dog/")


def test_the_message_of_a_file_that_was_not_sent_is_accessible(page, photo):
    on_sending(page, lambda route: route.abort())
    page.locator("#photo_of_you").set_input_files(photo)
    page.get_by_role("button", name="Try again").wait_for()
    axe(page)
    picture(page, "upload-not-sent")


def test_the_progress_is_seen_and_what_is_written_meanwhile_stays(page, photo):
    waiting = []
    on_sending(page, waiting.append)
    with page.expect_request(lambda request: request.method == "POST"):
        page.locator("#photo_of_you").set_input_files(photo)
    assert appears(page.get_by_role("progressbar", name="lamp.png"))
    page.get_by_label("E-mail").fill("alva@example.org")
    waiting[0].continue_()
    sent_file(page).wait_for()
    assert page.get_by_role("progressbar").count() == 0
    assert page.get_by_label("E-mail").input_value() == "alva@example.org"
    assert page.evaluate("document.activeElement.id") == "email"


def test_the_same_file_can_be_chosen_once_more(page, photo):
    on_sending(page, lambda route: route.abort())
    page.locator("#photo_of_you").set_input_files(photo)
    page.get_by_role("button", name="Try again").wait_for()
    page.unroute(f"**{PAGE}")
    page.locator("#photo_of_you").set_input_files(photo)
    sent_file(page).wait_for()
