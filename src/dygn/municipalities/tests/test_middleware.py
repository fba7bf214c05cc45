import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import get_script_prefix
from django.utils import translation

from dygn.base.tenancy import current_municipality_id
from dygn.municipalities.middleware import LanguageMiddleware, SiteMiddleware, language_addresses
from tests.cast import a_municipality

pytestmark = pytest.mark.django_db


def answer(request):
    return HttpResponse(
        f"{current_municipality_id()} {translation.get_language()} {get_script_prefix()} {request.path_info}"
    )


def ask(path, host="ekeby.localhost", middleware=None):
    request = RequestFactory().get(path, headers={"host": host})
    return SiteMiddleware(LanguageMiddleware(answer))(request), request


def test_the_host_gives_the_municipality():
    municipality = a_municipality()
    response, _ = ask("/x/")
    assert response.content.decode() == f"{municipality.pk} sv / /x/"
    assert current_municipality_id() is None


def test_a_host_that_is_no_site_opens_nothing():
    a_municipality()
    response, _ = ask("/x/", host="elsewhere.example")
    assert response.status_code == 404


def test_another_language_stands_under_its_prefix_and_keeps_it():
    municipality = a_municipality()
    response, request = ask("/en/service/x/?a=1")
    assert response.content.decode() == f"{municipality.pk} en /en/ /service/x/"
    assert get_script_prefix() == "/"
    assert response["Content-Language"] == "en"
    assert ("sv", "/service/x/?a=1") in language_addresses(request)
    assert ("nb", "/nb/service/x/?a=1") in language_addresses(request)


def test_a_language_that_is_not_offered_is_just_an_address():
    a_municipality("Fjellvik", country="no", language="nb", languages=["nb", "nn"])
    response, _ = ask("/sv/x/", host="fjellvik.localhost")
    assert response.content.decode().endswith("nb / /sv/x/")
