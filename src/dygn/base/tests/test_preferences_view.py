import pytest

from dygn.base.frame import Look
from tests.cast import a_municipality

pytestmark = pytest.mark.django_db
HERE = {"host": "ekeby.localhost"}


@pytest.fixture(autouse=True)
def ekeby():
    return a_municipality("Ekeby")


def test_a_chosen_look_is_remembered_and_leads_back(client):
    answer = client.post("/look/", {"scheme": "dark", "next": "/search/?q=x"}, headers=HERE)
    assert answer.headers["Location"] == "/search/?q=x"
    assert client.cookies["dygn_look"].value == "dark.normal.comfortable"


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_it_never_leads_elsewhere(client, address):
    assert client.post("/look/", {"next": address}, headers=HERE).headers["Location"] == "/"


def test_unknown_choices_change_nothing(client):
    client.post("/look/", {"scheme": '"><script>'}, headers=HERE)
    assert client.cookies["dygn_look"].value == "auto.normal.comfortable"


def test_a_look_is_posted(client):
    assert client.get("/look/", headers=HERE).status_code == 405


@pytest.mark.parametrize("cookie", ["", "x", "dark", "dark.more.dense", "a.b.c.d.e", "<.>.\""])
def test_any_cookie_can_be_read(cookie):
    assert str(Look.read(cookie)).count(".") == 2


def test_the_icon_is_the_crest_and_sets_no_cookie(client):
    answer = client.get("/favicon.ico", headers=HERE)
    assert answer.status_code == 302 and answer["Location"].endswith(".svg")
    assert not answer.cookies
