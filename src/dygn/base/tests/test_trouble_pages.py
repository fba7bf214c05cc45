import pytest
from django.db import OperationalError
from django.test import RequestFactory

from dygn.base.views import trouble
from tests.cast import a_browser, a_municipality, a_resident

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_here():
    request = RequestFactory().get("/somewhere/")
    request.municipality = a_municipality("Ekeby")
    return request


@pytest.mark.parametrize(("view", "status"), [
    (trouble.not_found, 404), (trouble.bad_request, 400), (trouble.expired_form, 403),
    (trouble.too_many, 429), (trouble.broken, 500), (trouble.eid_down, 503), (trouble.unavailable, 503),
    (trouble.unknown_host, 404),
])
def test_each_trouble_has_a_page_with_one_heading(request_here, view, status):
    answer = view(request_here)
    assert answer.status_code == status
    assert answer.content.decode().count("<h1") == 1


@pytest.mark.parametrize("view", [trouble.expired_form, trouble.too_many, trouble.eid_down])
def test_it_says_what_became_of_the_answers_and_whom_to_call(request_here, view):
    page = view(request_here).content.decode()
    assert "Your answers" in page and "010-123 45 67" in page


def test_it_stands_without_a_municipality():
    request = RequestFactory().get("/")
    request.municipality = None
    assert trouble.not_found(request).status_code == 404


def test_a_database_that_does_not_answer_is_told_as_a_while_to_wait(client, monkeypatch):
    a_municipality("Ekeby")
    client.raise_request_exception = False
    for error, status in ((OperationalError("connection refused"), 503), (LookupError("our fault"), 500)):

        def fail(host, error=error):
            raise error

        monkeypatch.setattr("dygn.municipalities.middleware.site_of_host", fail)
        answer = client.get("/my/", headers={"host": "ekeby.localhost"})
        assert answer.status_code == status
        assert ("Retry-After" in answer.headers) is (status == 503)
        assert "Content-Security-Policy" in answer.headers
        assert answer.content.decode().count("<h1") == 1


def test_a_host_that_cannot_be_is_refused_to_somebody_logged_in_too():
    browser = a_browser(a_resident())
    answer = browser.get("/my/", headers={"host": "no such host.localhost"})
    assert answer.status_code == 400 and answer.content.decode().count("<h1") == 1
