"""Every package that comes along, and a real form of another system, can be filled in and sent."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dygn.services.actions.import_package import import_package
from dygn.services.queries import definition_of
from dygn.services.tests.factories import PACKAGES, Visitor, a_package, a_service
from dygn.services.tests.test_viva_importer import FORM, needs_material
from dygn.services.tests.walking import walk
from tests.cast import a_browser, a_person, a_resident, scope

pytestmark = pytest.mark.django_db


def a_picture():
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(out, "PNG")
    return SimpleUploadedFile("photo.png", out.getvalue(), content_type="image/png")


def form_of(service):
    with scope():
        return definition_of(service.published_version_id).form


@pytest.mark.parametrize("name", ["general-enquiry", "fault-report", "parking-permit", "after-school-care"])
def test_a_package_is_filled_in_and_sent(taken, name):
    service = a_service(PACKAGES / name)
    person = a_person("Alva Ek", number="19900102-2384", email="alva@example.org")
    visitor = Visitor(a_browser(a_resident(person)), service.slug)
    walk(visitor, form_of(service), a_file=a_picture)
    receipt = visitor.browser.get(visitor.send()["Location"])
    assert receipt.status_code == 200 and len(taken) == 1
    copy = visitor.browser.get(f"{receipt.request['PATH_INFO']}copy.pdf")
    assert b"".join(copy.streaming_content).startswith(b"%PDF")


def test_the_copy_begins_with_what_the_package_says_to_whoever_has_sent(taken, monkeypatch):
    seen = []
    monkeypatch.setattr(
        "dygn.services.actions.make_copy.typeset",
        lambda template, data, language: seen.append(data) or b"%PDF-1.7",
    )
    service = a_service(PACKAGES / "parking-permit")
    person = a_person("Alva Ek", number="19900102-2384", email="alva@example.org")
    visitor = Visitor(a_browser(a_resident(person)), service.slug)
    walk(visitor, form_of(service), a_file=a_picture)
    receipt = visitor.send()["Location"]
    visitor.browser.get(f"{receipt}copy.pdf")
    runs = [run for part in seen[0]["parts"] for each in part["paragraphs"] for run in each]
    assert {"text": "Hej Alva Ek!", "is_strong": False} in runs
    assert any(run["is_strong"] for run in runs)
    assert "{" not in str([run["text"] for run in runs])


@needs_material
def test_the_real_application_for_financial_support_is_filled_in_and_sent(taken):
    made = import_package(FORM.read_bytes(), format_name="viva", key="financial-support", dry_run=True)
    assert made.faults == ()
    service = a_service(made.files)
    visitor = Visitor(a_browser(a_resident()), service.slug)
    way = walk(visitor, form_of(service), a_file=a_picture)
    assert len(way) > 20
    assert visitor.see("tasks/").status_code == 200
    receipt = visitor.browser.get(visitor.send()["Location"])
    assert receipt.status_code == 200 and len(taken) == 1


def test_pages_are_asked_in_order_and_come_to_an_end(taken):
    service = a_service(a_package())
    assert walk(Visitor(a_browser(), service.slug), form_of(service))[-1] == "children"
