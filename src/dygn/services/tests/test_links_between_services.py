"""A text links to another service by its key: there it leads, elsewhere it is words alone."""

import pytest
from django.utils.translation import override

from dygn.base.markdown import markdown_html
from dygn.services.actions.change_state import change_state
from dygn.services.actions.make_paper_form import _Paper
from dygn.services.queries import definition_of, forget_catalogues, remarks_of
from dygn.services.rules.package.remarks import About
from dygn.services.tests.factories import SMALL, a_package, a_service
from tests.cast import a_browser, a_municipality, an_author, scope

TEXT = "First [see small service](service:small-service), then [the web](https://example.org/)."
pytestmark = pytest.mark.django_db


def test_a_link_leads_to_the_service_in_the_reader_s_language():
    service = a_service()
    with scope(), override("en"):
        assert f'href="/service/{service.slug_in("en")}/"' in markdown_html(TEXT)
        assert 'href="https://example.org/"' in markdown_html(TEXT)


def test_a_service_that_is_not_there_rests_or_is_a_neighbour_s_is_words_alone():
    words = "First see small service, then"
    with scope():
        assert words in markdown_html(TEXT) and "service:" not in markdown_html(TEXT)
    service = a_service()
    with scope(a_municipality("Lund")):
        assert words in markdown_html(TEXT)
    with scope():
        change_state(service.pk, "withdrawn", actor=an_author())
        forget_catalogues()
        assert words in markdown_html(TEXT)


@pytest.mark.parametrize("key", ["../x", "A", "", "x y", "javascript:alert(1)", "a" * 100, "\"onclick=x"])
def test_a_link_that_cannot_be_leads_nowhere(key):
    with scope():
        assert "href" not in markdown_html(f"[x](service:{key})")


def linking():
    return a_package(
        SMALL.replace("key: small-service", "key: other-service"),
        slug="{sv: andra, en: other}",
        description='{sv: "[se](service:small-service)", en: "[see](service:small-service)"}',
    )


def test_before_publishing_one_is_told_of_a_link_that_leads_nowhere():
    other = a_service(linking())
    with scope():
        version = other.published_version
        told = [each for each in remarks_of(version, languages=["sv"]) if each.about is About.LINKS]
        assert {str(each.where) for each in told} == {"Description, in Swedish", "Description, in English"}
        assert "small-service" in told[0].text
    a_service()
    with scope():
        found = remarks_of(version, languages=["sv"])
        assert not [each for each in found if each.about is About.LINKS]


def test_people_see_the_link_on_the_service_s_page_and_words_on_paper():
    other, small = a_service(linking()), a_service()
    page = a_browser().get(f"/service/{other.slug}/").content.decode()
    assert f'href="/service/{small.slug}/"' in page
    with scope():
        drawing = _Paper(definition_of(other.published_version_id).form, "en")
    assert drawing._text({"en": "Look: [see](service:small-service)."}) == "Look: see."
