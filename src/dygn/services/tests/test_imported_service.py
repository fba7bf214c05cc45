"""The real application of 42 steps, imported, filled in over the web and sent."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dygn.services.importers.viva.importer import VivaImporter
from dygn.services.models import Draft
from dygn.services.queries import definition_of
from dygn.services.tests.factories import Visitor, a_service
from dygn.services.tests.test_viva_importer import FORM, an_answer, needs_material, package_of
from tests.cast import a_browser, a_resident, scope

pytestmark = [pytest.mark.django_db, needs_material]
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def fields_of(question, raw, name):
    """The fields that a browser would send for a raw answer."""
    if question.kind == "group":
        yield f"{name}-rows", str(len(raw))
        for index, row in enumerate(raw):
            for each in question.questions:
                yield from fields_of(each, row[each.id], f"{name}-{index}-{each.id}")
    elif question.kind == "file":
        yield name, SimpleUploadedFile("proof.pdf", PDF, "application/pdf")
    elif isinstance(raw, dict):
        yield from ((f"{name}-{part}", text) for part, text in raw.items())
    else:
        yield name, raw


def answers_to(page, shown):
    fields = {}
    for question in page.questions:
        if question.id in shown and (question.kind != "declaration" or question.required is True):
            fields.update(fields_of(question, an_answer(question), question.id))
    return fields


def shown_on(html):
    return set(re.search(r'name="asked" value="([^"]*)"', html)[1].split())


def test_it_is_filled_in_page_by_page_and_sent(taken):
    service = a_service(package_of(VivaImporter().read(FORM.read_bytes(), key="financial-support")))
    visitor = Visitor(a_browser(a_resident()), service.slug)
    with scope():
        form = definition_of(service.published_version_id).form
    page_id, steps = form.pages[0].id, 0
    while page_id != "check" and steps < 120:
        steps += 1
        seen = visitor.see(f"{page_id}/")
        assert seen.status_code == 200, (page_id, seen.status_code, seen.get("Location"))
        fields = answers_to(form.page_by_id[page_id], shown_on(seen.content.decode()))
        answer = visitor.fill_in(page_id, seen_page=seen, **fields)
        if answer.status_code == 303:
            page_id = answer["Location"].rstrip("/").rsplit("/", 1)[-1]
    assert 39 <= steps < 120
    assert visitor.send().status_code in (302, 303)
    (sent,) = taken
    assert len(sent.answers) > 80 and sent.has_files
    assert "19900102" not in str(sent.answers)
    with scope():
        assert Draft.objects.get().is_sent
