"""A real form of another system, imported, is filled in and sent in a real browser, page by page."""

import re

import pytest
from django.conf import settings

from dygn.cases.models import Case
from dygn.services.importers.viva.importer import VivaImporter
from dygn.services.queries import definition_of
from dygn.services.tests.factories import a_service
from dygn.services.tests.test_viva_importer import FORM, needs_material, package_of
from dygn.services.tests.walking import answer_to, page_id_of
from tests.cast import a_municipality, a_person, a_resident, scope
from tests.journeys.browsing import assert_fits, axe, enter

MOST_PAGES = 60


def fill_in_all(page, questions, photo):
    """Answer what is visible, and again what the answers have brought into view, until nothing is left."""
    fields = {}
    for question in questions:
        fields.update(answer_to(question, question.id, a_file=lambda: photo))
    for _ in range(len(fields)):
        filled = [fill_in(page, name, text) for name, text in fields.items()]
        if not any(filled):
            return


def fill_in(page, name, text):
    """Give a visible, unanswered field its answer; say whether there was one."""
    inputs = page.locator(f'main form [name="{name}"]:visible')
    if not inputs.count():
        return False
    kind = inputs.first.get_attribute("type")
    if kind in ("radio", "checkbox"):
        if any(each.is_checked() for each in inputs.all()):
            return False
        inputs.and_(page.locator(f'[value="{text}"]')).check()
    elif kind == "file":
        area = page.locator(f'[id="{name}-area"]')
        if area.get_by_role("button", name="lamp.png").count():
            return False
        inputs.set_input_files(text)
        upload = area.get_by_role("button", name="Upload the file")
        if upload.is_visible():
            upload.click()
        area.get_by_role("button", name="lamp.png").wait_for()
    elif inputs.and_(page.locator("select")).count():
        if inputs.input_value() == text:
            return False
        inputs.select_option(text)
    else:
        if inputs.input_value():
            return False
        inputs.fill(text)
    return True


@needs_material
@pytest.mark.parametrize(("scripts", "width"), [(True, 360), (False, 1440)])
def test_the_application_for_financial_support_is_filled_in_and_sent(
    visit, committed, photo, monkeypatch, tmp_path, scripts, width
):
    monkeypatch.setattr(settings, "DYGN_FILES_ROOT", tmp_path)
    ekeby = a_municipality("Ekeby", language="en")
    service = a_service(package_of(VivaImporter().read(FORM.read_bytes(), key="financial-support")), of=ekeby)
    with scope(ekeby):
        form = definition_of(service.published_version_id).form
    page = visit("ekeby", "/nothing/", scripts=scripts, width=width)
    person = a_person("Alva Ek", number="19900102-2384", email="alva@example.org")
    enter(page, a_resident(person), f"/do/{service.slug}/")
    for number in range(MOST_PAGES):
        if page.url.endswith("/check/"):
            break
        page_id = page_id_of(page.url) if page.url.count("/") > 5 else form.pages[0].id
        fill_in_all(page, form.page_by_id[page_id].questions, photo)
        if scripts and number % 5 == 0:  # axe is itself a script
            axe(page)
            assert_fits(page)
        page.get_by_role("button", name=re.compile("^(Continue|Fortsätt)$")).click()
        assert not page.locator("#error-summary").count(), page.locator("#error-summary").inner_text()
    assert number >= 20
    page.get_by_role("button", name=re.compile("^(Send|Skicka)")).click()
    with scope(ekeby):
        case = Case.objects.get()
    assert page.get_by_text(case.reference).first.is_visible()
