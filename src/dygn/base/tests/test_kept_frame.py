"""The frame is drawn once for all who see it alike, with each page's own address in it."""

import pytest
from django.template import engines

from tests.cast import a_browser, a_municipality, a_resident

pytestmark = pytest.mark.django_db


def test_a_kept_frame_carries_each_page_s_own_address():
    browser = a_browser(of=a_municipality())
    for path in ("/nothing-here/?a=1&b=2", "/nothing-there/"):
        page = browser.get(path).content.decode()
        address = path.replace("&", "&amp;")
        assert f'value="{address}"' in page and f'href="/en{address}"' in page
        assert "\x02" not in page


def test_a_kept_frame_is_each_municipality_s_own():
    pages = [
        a_browser(of=a_municipality(name)).get("/nothing/").content.decode() for name in ("Ekeby", "Lund")
    ]
    assert "Ekeby" in pages[0] and "Ekeby" not in pages[1] and "Lund" in pages[1]


def test_a_kept_frame_says_nothing_of_who_is_logged_in():
    a_browser(a_resident()).get("/nothing/")
    assert "/logout/" not in a_browser(of=a_municipality()).get("/nothing/").content.decode()


def test_an_address_with_script_in_it_is_text():
    page = a_browser(of=a_municipality()).get('/nothing/?"><script>alert(1)</script>').content.decode()
    assert "<script>alert" not in page


def test_a_page_that_changes_the_frame_changes_it_for_itself_only(rf):
    request = rf.get("/")
    request.municipality = None
    plain = "{% extends 'base/page.html' %}"
    changed = plain + "{% block header_search %}{% endblock %}"
    for source, has_search in ((changed, False), (plain, True), (changed, False)):
        page = engines["django"].from_string(source).render({}, request)
        assert ("header-search" in page) is has_search
