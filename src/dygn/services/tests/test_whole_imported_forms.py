"""Every real form of another system, imported, filled in over the web and sent."""

import pytest

from dygn.services.tests.factories import Visitor, a_service
from dygn.services.tests.imported_forms import (
    GOVUK,
    HELSINKI,
    NAV,
    fitting_answers,
    helsinki_zip,
    imported,
    needs_govuk,
    needs_helsinki,
    needs_nav,
    package_of,
)
from dygn.services.tests.test_oep_importer import FLOW
from dygn.services.tests.test_whole_forms import a_picture, form_of
from dygn.services.tests.walking import walk
from tests.cast import a_browser, a_resident

pytestmark = pytest.mark.django_db


def is_filled_in_and_sent(made, taken, monkeypatch):
    fitting_answers(monkeypatch)
    service = a_service(package_of(made))
    visitor = Visitor(a_browser(a_resident()), service.slug)
    way = walk(visitor, form_of(service), a_file=a_picture)
    receipt = visitor.browser.get(visitor.send()["Location"])
    assert receipt.status_code == 200 and len(taken) == 1
    return way


@needs_helsinki
@pytest.mark.parametrize("path", HELSINKI, ids=lambda path: path.name.split(".")[2][:20])
def test_a_grant_form_of_helsinki_is_filled_in_and_sent(path, taken, monkeypatch):
    assert len(is_filled_in_and_sent(imported(helsinki_zip(path), "webform"), taken, monkeypatch)) > 5


@needs_nav
@pytest.mark.parametrize("path", NAV, ids=lambda path: path.stem)
def test_a_form_of_nav_is_filled_in_and_sent(path, taken, monkeypatch):
    assert is_filled_in_and_sent(imported(path.read_bytes(), "formio"), taken, monkeypatch)


@needs_govuk
def test_the_form_of_gov_uk_is_filled_in_and_sent(taken, monkeypatch):
    assert len(is_filled_in_and_sent(imported(GOVUK.read_bytes(), "govuk"), taken, monkeypatch)) == 9


def test_a_flow_of_open_eplatform_is_filled_in_and_sent(taken, monkeypatch):
    assert is_filled_in_and_sent(
        imported(FLOW.replace("StopQuery", "FileInfoQuery").encode(), "oep"), taken, monkeypatch
    )
