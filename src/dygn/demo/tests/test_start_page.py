import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from dygn.demo.middleware import StartPageMiddleware


def ask(path="/", *, municipality=None, method="get"):
    request = getattr(RequestFactory(HTTP_HOST="localhost:8000"), method)(path)
    request.municipality = municipality
    return StartPageMiddleware(lambda _: HttpResponse("the house"))(request)


def test_the_installations_own_address_shows_the_three_municipalities_and_who_can_log_in():
    page = ask().content.decode()
    for words in (
        "http://ekeby.localhost:8000/",
        "http://nordo.localhost:8000/",
        "Marit Dale",
        "Anna Lindqvist",
    ):
        assert words in page


@pytest.mark.parametrize(("path", "municipality"), [("/", object()), ("/healthz", None)])
def test_every_other_address_is_the_houses(path, municipality):
    assert ask(path, municipality=municipality).content == b"the house"


def test_nothing_can_be_sent_to_it():
    assert ask(method="post").status_code == 405
