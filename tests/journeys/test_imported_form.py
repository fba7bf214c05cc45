"""A real form of another system, imported, is filled in and sent in a real browser, page by page."""

import re

import pytest
from django.conf import settings

from dygn.cases.models import Case
from dygn.services.importers.viva.importer import VivaImporter
from dygn.services.queries import definition_of
from dygn.services.tests.factories import a_service
from dygn.services.tests.test_viva_importer import FORM, needs_material, package_of
from tests.cast import a_municipality, a_person, a_resident, scope
from tests.journeys.browsing import appears, assert_fits, axe, enter, follow
from tests.journeys.filling import walk_to_check


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

    def look(page, number):
        if scripts and number % 5 == 0:  # axe is itself a script
            axe(page)
            assert_fits(page)

    assert walk_to_check(page, form, photo, look=look) >= 20
    follow(page.get_by_role("button", name=re.compile("^(Send|Skicka)")))
    with scope(ekeby):
        case = Case.objects.get()
    assert appears(page.get_by_text(case.reference).first)
