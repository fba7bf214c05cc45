"""The author chooses which file people take home, or uploads one there and then."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents import get_document_model

from dygn.audit.models import AuditEntry
from dygn.operations.tests.test_editor_views import EDIT, browser, form_of, question, words_of
from dygn.portal.actions.prepare_editors import collection_of
from tests.cast import a_browser, a_municipality, a_resident, a_unit, an_officer, scope

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
__all__ = ["browser"]


@pytest.fixture
def path(browser):
    page = browser.get(EDIT + "questions/photo/")
    browser.post(EDIT + "questions/photo/", {"seen": form_of(page)["seen"], "become": "1", "into": "download", "uses": "go"})
    assert question("photo")["kind"] == "download"
    return EDIT + "questions/photo/"


def a_document(name, of=None):
    paper = get_document_model()(title=name, file=ContentFile(PDF, name="rules.pdf"))
    with scope(of):
        paper.collection = collection_of(of or a_municipality())
        paper.save()
    return paper


def save(browser, path, **fields):
    fields = {name.replace("__", "-"): value for name, value in fields.items()}
    sent = {name: value for name, value in form_of(browser.get(path)).items() if "file" not in name}
    return browser.post(path, {**sent, **fields})


def test_the_municipalitys_documents_are_chosen_by_title_and_the_neighbours_are_not_there(browser, path):
    own, other = a_document("Rules of the library"), a_document("Lund's rules", a_municipality("Lund"))
    words = words_of(browser.get(path))
    assert own.title in words and other.title not in words and "/documents/12" not in words
    assert save(browser, path, document__en=own.url).status_code == 302
    assert question("photo")["document"]["en"] == own.url
    assert f'value="{own.url}" selected' in words_of(browser.get(path))
    assert save(browser, path, document__en=other.url).status_code == 422


def test_a_file_is_uploaded_there_and_can_be_read_by_everybody(browser, path):
    upload = SimpleUploadedFile("Regler för båtar.pdf", PDF, "application/pdf")
    assert save(browser, path, **{"document-file-en": upload}).status_code == 302
    address = question("photo")["document"]["en"]
    assert address.startswith("/documents/") and a_browser().get(address).status_code == 200
    assert a_browser(of=a_municipality("Lund")).get(address).status_code == 404
    assert "Regler för båtar" in words_of(browser.get(path))
    with scope():
        assert AuditEntry.objects.filter(action="document.kept").count() == 1


def test_a_file_that_is_no_document_is_refused_at_its_field_and_nothing_is_kept(browser, path):
    upload = SimpleUploadedFile("evil.pdf", b"MZ this is a program", "application/pdf")
    page = save(browser, path, **{"document-file-en": upload})
    assert page.status_code == 422 and 'id="id_document-file-en-error"' in page.content.decode()
    assert not get_document_model().objects.exists() and "document" not in question("photo")


def test_a_file_elsewhere_needs_an_address_and_keeps_what_was_typed(browser, path):
    page = save(browser, path, document__en="web", document__address__en="http://example.org/a.pdf")
    assert page.status_code == 422 and "http://example.org/a.pdf" in words_of(page)
    assert "Write an address that begins with https://" in words_of(page)
    save(browser, path, document__en="web", document__address__en="https://example.org/a.pdf")
    assert question("photo")["document"] == {"en": "https://example.org/a.pdf"}


def test_an_upload_is_asked_for_again_when_something_else_is_wrong(browser, path):
    upload = SimpleUploadedFile("rules.pdf", PDF, "application/pdf")
    page = save(browser, path, **{"document-file-en": upload, "label-en": "x" * 5000})
    assert "Choose the file once more" in words_of(page)
    assert not get_document_model().objects.exists()


def test_a_document_that_is_gone_is_said_to_be_gone_and_stays_until_changed(browser, path):
    paper = a_document("Rules")
    address = paper.url
    save(browser, path, document__en=address)
    paper.delete()
    assert "No longer among your documents" in words_of(browser.get(path))
    assert save(browser, path).status_code == 302 and question("photo")["document"]["en"] == address


def test_only_authors_keep_documents_there(path):
    a_unit()
    for stranger in (a_browser(), a_browser(a_resident()), a_browser(an_officer())):
        upload = SimpleUploadedFile("rules.pdf", PDF, "application/pdf")
        response = stranger.post(path, {"document-file-en": upload})
        assert response.status_code in (302, 403, 404)
    assert not get_document_model().objects.exists()


def test_many_documents_are_asked_for_in_one_question_to_the_database(
    browser, path, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    a_document("First")
    browser.get(path)
    with CaptureQueriesContext(connection) as few:
        browser.get(path)
    for number in range(5):
        a_document(f"Paper {number}")
    with django_assert_max_num_queries(len(few)):
        browser.get(path)
