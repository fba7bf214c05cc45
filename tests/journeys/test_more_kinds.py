"""Tables, warnings and the other later kinds in a real browser: legible, accessible, whole without scripts."""

import pytest

from dygn.services.rules.package.files import PackageFiles
from dygn.services.tests.factories import LETTERS, a_service
from tests.cast import a_municipality
from tests.journeys.browsing import axe, go_on, picture

HEAD = """\
format: 1
key: more-%(page)s
languages: [sv, en]
slug: {sv: sv-%(page)s, en: %(page)s}
title: {sv: Fler sorter, en: More kinds}
summary: {sv: Prova., en: Try it.}
log_in: none
pages:
  - id: %(page)s
"""
PAGES = {
    "soft": """\
    title: {sv: Vägen, en: Your way to school}
    questions:
      - id: metres
        kind: number
        label: {sv: x, en: "How far is it?"}
        unit: {sv: m, en: metres}
        warn_if: metres > 20000
        errors: {warn: {sv: x, en: "That is further than most people walk in a day. Is it metres that you mean?"}}
      - id: way
        kind: one_of
        label: {sv: x, en: "How do you go?"}
        options: [{key: foot, label: {sv: x, en: On foot}}, {key: bus, label: {sv: x, en: By bus}}]
        warn_if: way == 'foot' && metres > 5000
        errors: {warn: {sv: x, en: "Who lives this far away may go by bus free of charge."}}
""",
}


@pytest.fixture()
def form(committed, visit):
    """Open the first page of a service that has one of the pages."""

    def open_form(page_id, **window):
        ekeby = a_municipality("Ekeby", language="en")
        text = HEAD % {"page": page_id} + PAGES[page_id]
        a_service(PackageFiles({"service.yaml": text, **LETTERS}), of=ekeby)
        return visit("ekeby", f"/do/{page_id}/{page_id}/", **window)

    return open_form


@pytest.mark.parametrize("scripts", [True, False])
def test_a_warning_is_told_once_and_pressing_continue_again_goes_on(form, scripts):
    page = form("soft", scripts=scripts)
    page.get_by_label("How far is it?").fill("30000")
    page.get_by_label("On foot").check()
    go_on(page)
    page.locator("#warning-summary").wait_for()
    assert page.title().startswith("Look once more:")
    if scripts:
        assert page.evaluate("document.activeElement.id") == "warning-summary"
        axe(page)
        picture(page, "kinds-warning")
        page.locator("#warning-summary").get_by_role("link", name="Who lives this far").click()
        assert page.evaluate("document.activeElement.id") == "way-0"
    go_on(page)
    page.get_by_role("heading", name="Check your answers").wait_for()
    assert page.locator(".dy-warning").count() == 2
    if scripts:
        axe(page)
        picture(page, "kinds-warning-check")
