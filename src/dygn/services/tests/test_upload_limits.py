"""How many files may be sent in ten minutes: counted by draft, with a higher ceiling for an address."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from dygn.base.rate_limits import shared_counts
from dygn.services.tests.factories import Visitor, a_service
from dygn.services.views import page
from tests.cast import a_browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _three_a_draft_and_five_an_address(monkeypatch, tmp_path):
    shared_counts().forget()
    monkeypatch.setattr(settings, "DYGN_FILES_ROOT", tmp_path)
    monkeypatch.setattr(page, "UPLOADS_OF_A_DRAFT", 3)
    monkeypatch.setattr(page, "UPLOADS_OF_AN_ADDRESS", 5)
    a_service()
    yield
    shared_counts().forget()


def send_file(visitor, times):
    seen = visitor.see("about-you/")
    return [
        visitor.fill_in(
            "about-you", seen_page=seen, name="Alva", photo=SimpleUploadedFile("a.txt", b"x")
        ).status_code
        for _ in range(times)
    ]


def test_a_draft_that_sends_too_many_files_has_to_wait():
    visitor = Visitor(a_browser())
    assert send_file(visitor, 4) == [303, 303, 303, 429]
    assert visitor.fill_in("about-you", name="Alva").status_code == 303


def test_somebody_else_behind_the_same_address_need_not_wait():
    send_file(Visitor(a_browser()), 3)
    assert send_file(Visitor(a_browser()), 2) == [303, 303]


def test_who_begins_draft_after_draft_meets_the_ceiling_of_the_address():
    answers = [send_file(Visitor(a_browser()), 1)[0] for _ in range(6)]
    assert answers == [303] * 5 + [429]
