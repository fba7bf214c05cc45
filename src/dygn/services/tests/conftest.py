import pytest
from django.conf import settings

from dygn.services.actions.send_draft import submission
from dygn.services.adapters.fake import FakeSubmission


@pytest.fixture(autouse=True)
def _nothing_kept():
    from dygn.services.queries import forget_catalogues

    forget_catalogues()


@pytest.fixture()
def taken(monkeypatch):
    """Sent drafts are taken in by the fake; gives the list of what it took."""
    monkeypatch.setitem(settings.DEFAULT_ADAPTERS, "submission", "fake")
    submission.cache_clear()
    FakeSubmission.taken.clear()
    yield FakeSubmission.taken
    submission.cache_clear()


@pytest.fixture()
def alva(taken):
    """Alva, at a service that she and others sign."""
    from dygn.services.tests.signing import ALVA, Signatory, a_signed_service

    a_signed_service()
    return Signatory("Alva Ek", ALVA)
