import pytest

from tests.cast import a_municipality

pytestmark = pytest.mark.django_db


def test_the_stylesheet_of_the_present_theme_is_kept_for_a_year(client):
    ekeby = a_municipality("Ekeby")
    answer = client.get(ekeby.theme_address, headers={"host": "ekeby.localhost"})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/css")
    assert "immutable" in answer["Cache-Control"]


def test_the_address_of_an_older_theme_leads_to_the_present_one(client):
    ekeby = a_municipality("Ekeby")
    answer = client.get("/theme/ekeby-000000000000.css", headers={"host": "ekeby.localhost"})
    assert answer.headers["Location"] == ekeby.theme_address


def test_a_neighbours_stylesheet_is_not_found_here(client):
    a_municipality("Ekeby")
    lund = a_municipality("Lund")
    assert client.get(lund.theme_address, headers={"host": "ekeby.localhost"}).status_code == 404


def test_the_stylesheet_cannot_be_posted_to(client):
    ekeby = a_municipality("Ekeby")
    assert client.post(ekeby.theme_address, headers={"host": "ekeby.localhost"}).status_code == 405
