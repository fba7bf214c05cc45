import pytest
from django.test import Client

from dygn.operations import readiness
from dygn.operations.tests.factories import a_job
from tests.cast import a_browser, a_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return Client(headers={"host": "localhost"})


def test_the_process_says_that_it_lives_without_asking_the_database(here, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = here.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_it_lives_whatever_the_host_name():
    assert Client(headers={"host": "10.1.2.3"}).get("/healthz").status_code == 200


def test_the_house_is_ready_when_the_database_is_in_step(here):
    readiness._found_in_step.clear()
    assert here.get("/readyz").json() == {"ready": True, "missing": []}


def test_the_house_is_not_ready_while_migrations_are_missing(here, monkeypatch):
    readiness._found_in_step.clear()
    monkeypatch.setattr(readiness, "missing_migrations", lambda: ["cases.0009_x"])
    response = here.get("/readyz")
    assert response.status_code == 503 and response.json()["missing"] == ["cases.0009_x"]


def test_the_house_is_not_ready_without_its_database(here, monkeypatch):
    monkeypatch.setattr(readiness, "database_answers", lambda: False)
    assert here.get("/readyz").json() == {"ready": False, "missing": ["database"]}


def test_figures_are_told_on_this_machine(here):
    a_job("failed")
    text = here.get("/metrics").content.decode()
    assert 'dygn_jobs{queue="wagtail",state="failed"} 1.0' in text and "dygn_workers_alive" in text


@pytest.mark.parametrize(
    "how", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}, {"REMOTE_ADDR": ""}]
)
def test_figures_are_not_public(here, how):
    assert here.get("/metrics", **how).status_code == 404


def test_figures_are_told_to_whoever_has_the_token(settings):
    settings.DYGN_METRICS_TOKEN = "secret"
    a_municipality()
    browser = a_browser()
    assert browser.get("/metrics", headers={"authorization": "Bearer secret"}).status_code == 200
    assert browser.get("/metrics", headers={"authorization": "Bearer wrong"}).status_code == 404
    assert browser.get("/metrics").status_code == 404


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/metrics"])
def test_they_are_only_read(here, address):
    assert here.post(address).status_code == 405
