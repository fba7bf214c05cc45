"""Beginning an e-service from nothing in the browser."""

import html

import pytest

from dygn.services.models import Service, WorkingCopy
from tests.cast import a_browser, a_municipality, a_resident, an_administrator, an_author, an_officer, scope

pytestmark = pytest.mark.django_db
NEW = "/en/staff/admin/new-service/"


def words_of(response):
    return html.unescape(response.content.decode())


def typed(**more):
    return {"title-sv": "Låna en cykel", "title-en": "Borrow a bicycle", "log_in": "none", "owner": "", **more}


def test_the_way_there_stands_above_the_services():
    a_municipality()
    assert f'href="{NEW}"' in words_of(a_browser(an_author()).get("/en/staff/admin/services/"))


@pytest.mark.parametrize("make", [an_author, an_administrator])
def test_a_name_leads_on_to_the_editor(make):
    browser = a_browser(make())
    assert browser.get(NEW).status_code == 200
    answer = browser.post(NEW, typed())
    assert answer.url == "/en/staff/admin/services/lana-en-cykel/edit/"
    page = words_of(browser.get(answer.url))
    assert "What is it about?" in page and "Nothing is missing" in page
    assert browser.post(NEW, typed()).url == answer.url
    with scope():
        assert Service.objects.count() == WorkingCopy.objects.count() == 1


def test_without_a_name_it_says_so_and_keeps_what_was_chosen():
    answer = a_browser(an_author()).post(NEW, typed(**{"title-sv": " ", "title-en": "", "log_in": "high"}))
    assert answer.status_code == 422
    assert "Give the service a name." in words_of(answer) and 'value="high" selected' in words_of(answer)


@pytest.mark.parametrize("more", [{"log_in": "x"}, {"owner": "x"}, {"title-sv": "a" * 121}, {"title-sv": "a\0b"}])
def test_nonsense_is_refused_plainly(more):
    answer = a_browser(an_author()).post(NEW, typed(**more))
    assert answer.status_code == 422
    with scope():
        assert not Service.objects.exists()


@pytest.mark.parametrize("title", ["<script>alert(1)</script>", "# {name}", "a: [b", "日本語"])
def test_odd_names_are_taken_as_they_are_or_refused_and_run_nothing(title):
    browser = a_browser(an_author())
    answer = browser.post(NEW, typed(**{"title-sv": title, "title-en": title}))
    assert answer.status_code in (302, 422)
    assert b"<script>alert(1)" not in (browser.get(answer.url) if answer.status_code == 302 else answer).content


def test_nobody_else_comes_in():
    a_municipality()
    assert a_browser().get(NEW).status_code == 302
    for make in (a_resident, an_officer):
        assert a_browser(make()).get(NEW).status_code == 404
        assert a_browser(make()).post(NEW, typed()).status_code == 404
    with scope():
        assert not Service.objects.exists()


def test_the_neighbour_begins_one_of_their_own():
    a_municipality()
    a_browser(an_author(of=a_municipality("Lund")), of=a_municipality("Lund")).post(NEW, typed())
    with scope():
        assert not Service.objects.exists()
