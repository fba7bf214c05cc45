import uuid

import pytest

from dygn.files import access
from dygn.files.models import StoredFile
from dygn.files.tests.factories import PDF, a_stored_file
from tests.cast import a_municipality, scope

pytestmark = pytest.mark.django_db
EKEBY = {"HTTP_HOST": "ekeby.localhost"}


@pytest.fixture
def file(monkeypatch):
    monkeypatch.setitem(access._askers, "thing", lambda actor, key: key == "1")
    with scope():
        return a_stored_file(name="plan över huset.pdf")


def test_a_file_is_saved_and_never_shown_as_a_page(client, file):
    response = client.get(f"/files/{file.key}/", **EKEBY)
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]


def test_a_stranger_does_not_find_it(client, file):
    with scope():
        other = a_stored_file(subject="thing:2")
    assert client.get(f"/files/{other.key}/", **EKEBY).status_code == 404


def test_the_neighbour_municipality_does_not_find_it(client, file):
    a_municipality("Nordø", country="dk", language="da")
    assert client.get(f"/files/{file.key}/", HTTP_HOST="nordo.localhost").status_code == 404


def test_a_file_is_not_posted_to(client, file):
    assert client.post(f"/files/{file.key}/", **EKEBY).status_code == 405


def test_a_forged_key_is_not_found(client, file):
    assert client.get(f"/files/{uuid.uuid4()}/", **EKEBY).status_code == 404
    assert client.get("/files/1/", **EKEBY).status_code == 404


def test_a_file_that_waits_for_the_scanner_says_so(client, file):
    with scope():
        StoredFile.objects.update(state="waiting")
    response = client.get(f"/en/files/{file.key}/", **EKEBY)
    assert response.status_code == 409 and "waiting to be scanned" in response.content.decode()
