"""Comments between authors, and the lock, as they are used in the browser."""

import html

import pytest

from dygn.services.actions.write_comment import write_comment
from dygn.services.models import AuthorComment, WorkingCopy
from dygn.services.tests.factories import NOON, a_service
from tests.cast import a_browser, a_municipality, a_resident, an_administrator, an_author, an_officer, scope

pytestmark = pytest.mark.django_db
EDIT = "/en/staff/admin/services/small-service/edit/"
COMMENTS = EDIT + "comments/"


@pytest.fixture
def browser():
    a_service()
    browser = a_browser(an_author(name="Olle Owner"))
    browser.post(EDIT, {"begin": "1"})
    return browser


@pytest.fixture
def colleague(browser):
    return a_browser(an_author(name="Anna First"))


def words_of(response):
    return html.unescape(response.content.decode())


def say(browser, text="Is this needed?", place="question:name"):
    return browser.post(COMMENTS, {"place": place, "text": text})


def the_comment():
    with scope():
        return AuthorComment.objects.get()


@pytest.mark.parametrize("address", [COMMENTS, EDIT + "lock/"])
def test_only_those_who_build_services_come_in(browser, address):
    assert a_browser().get(address).status_code in (302, 303)
    assert a_browser(a_resident()).get(address).status_code == 404
    assert a_browser(an_officer()).get(address).status_code == 404
    assert a_browser(an_officer()).post(address, {"text": "Hello", "lock": "1"}).status_code == 404
    neighbour = a_browser(an_author(of=a_municipality("Lund")))
    assert neighbour.post(address, {"text": "Hello", "lock": "1"}).status_code in (302, 303, 403, 404)
    with scope():
        assert not AuthorComment.objects.exists() and not WorkingCopy.objects.get().locked_by


def test_what_one_says_the_other_sees_at_the_question_and_in_the_overview(browser, colleague):
    assert say(browser).url == EDIT + "questions/name/#comments"
    page = words_of(colleague.get(EDIT + "questions/name/"))
    assert "Is this needed?" in page and "Olle Owner" in page
    assert "1 comment" in words_of(colleague.get(EDIT))
    assert "Is this needed?" not in words_of(colleague.get(EDIT + "questions/dog_name/"))


def test_a_comment_is_settled_where_it_stands(browser, colleague):
    say(browser, place="page:about-you")
    answer = colleague.post(COMMENTS, {"settle": str(the_comment().pk), "back": "1"})
    assert answer.url == EDIT + "pages/about-you/#comments"
    assert "settled by Anna First" in words_of(browser.get(COMMENTS))


@pytest.mark.parametrize("number", ["0", "x", "9" * 40, "²", ""])
def test_settling_what_there_is_not_is_plainly_not_found(browser, number):
    assert browser.post(COMMENTS, {"settle": number}).status_code == 404


def test_what_was_typed_stands_there_when_it_is_refused(browser):
    answer = say(browser, "A good thought", place="question:gone")
    assert answer.status_code == 422
    assert "A good thought" in words_of(answer) and "not there any more" in words_of(answer)
    assert "Write something" in words_of(say(browser, "a" * 3000)) or say(browser, "a" * 3000).status_code == 422
    assert say(browser, " ").status_code == 422


def test_a_comment_cannot_bring_a_script(browser):
    say(browser, "<script>alert(1)</script>", place="")
    for path in ("", "comments/"):
        assert b"<script>alert(1)" not in browser.get(EDIT + path).content


def test_whoever_saves_while_it_is_locked_is_told_and_keeps_what_was_typed(browser, colleague):
    colleague.post(EDIT + "lock/", {"lock": "1"})
    assert "Anna First has locked the service" in words_of(browser.get(EDIT + "questions/name/"))
    answer = browser.post(EDIT + "pages/about-you/", {"seen": "1", "add": "1", "words": "What colour?", "kind": "text"})
    assert "has locked the service" in words_of(answer) and "What colour?" in words_of(answer)
    assert "Unlock it" not in words_of(browser.get(EDIT))
    assert browser.post(EDIT + "lock/", {"unlock": "1"}).status_code == 404


def test_whoever_locked_it_and_an_administrator_unlock_it(browser, colleague):
    for unlocker in (colleague, a_browser(an_administrator())):
        colleague.post(EDIT + "lock/", {"lock": "1"})
        assert "Unlock it" in words_of(unlocker.get(EDIT))
        assert "Others can change" in words_of(unlocker.post(EDIT + "lock/", {"unlock": "1"}, follow=True))
    with scope():
        assert WorkingCopy.objects.get().locked_until is None


def test_looking_at_the_lock_changes_nothing(browser):
    assert browser.get(EDIT + "lock/").url == EDIT
    with scope():
        assert not WorkingCopy.objects.get().locked_by


def test_many_comments_ask_no_more_than_few(browser, django_assert_max_num_queries):
    author = an_author(name="Anna First")
    with scope():
        for number in range(30):
            write_comment(
                WorkingCopy.objects.get().service_id, "question:name", f"Nr {number}", actor=author, now=NOON
            )
    for path in ("", "questions/name/", "comments/"):
        browser.get(EDIT + path)
        with django_assert_max_num_queries(13):
            assert browser.get(EDIT + path).status_code == 200
