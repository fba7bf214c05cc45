"""What authors say to each other about a service that is worked on, and keeping it to oneself for a while."""

from datetime import timedelta
from functools import partial

import pytest

from dygn.audit.models import AuditEntry
from dygn.base.errors import NotForYou, Refusal
from dygn.services.actions.edit_package import edit_package, make_version, package_of_copy, take_up
from dygn.services.actions.lock_copy import LOCKED_FOR, lock_copy
from dygn.services.actions.settle_comment import settle_comment
from dygn.services.actions.unlock_copy import unlock_copy
from dygn.services.actions.write_comment import LONGEST_COMMENT, write_comment
from dygn.services.models import AuthorComment, WorkingCopy
from dygn.services.rules.editing.changes import change_question, remove_page
from dygn.services.tests.factories import NOON, a_service
from dygn.services.working_copies import open_comments, settled_comments
from tests.cast import a_resident, an_administrator, an_author, an_officer, scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return an_author(name="Olle Owner")


@pytest.fixture
def service(author):
    service = a_service()
    with scope():
        take_up(service.pk, actor=author, now=NOON)
        yield service


def said(service, text="Is this needed?", place="question:name", *, by):
    return write_comment(service.pk, place, text, actor=by, now=NOON)


def renamed(service, *, by, now=NOON, seen=1):
    change = partial(change_question, question_id="name", facts={"label": {"sv": "Namn", "en": "Your name"}})
    return edit_package(service.pk, change, seen=seen, what="Renamed", actor=by, now=now, language="en")


@pytest.mark.parametrize("place", ["", "page:about-you", "question:name", "question:dog_name"])
def test_a_comment_stands_at_its_place_with_who_said_it(service, author, place):
    said(service, "  Shorter, please. ", place, by=author)
    comment = open_comments(WorkingCopy.objects.get())[0]
    assert (comment.place, comment.text, comment.author_name) == (place, "Shorter, please.", "Olle Owner")


def test_the_same_comment_sent_twice_stands_there_once(service, author):
    assert said(service, by=author).pk == said(service, by=author).pk
    assert said(service, by=an_author(name="Anna")).pk != said(service, by=author).pk


@pytest.mark.parametrize("text", ["", "  \n", "a" * (LONGEST_COMMENT + 1)])
def test_nothing_and_too_much_are_refused(service, author, text):
    with pytest.raises(Refusal, match="Write something"):
        said(service, text, by=author)


@pytest.mark.parametrize("place", ["question:nothing", "page:name", "question:", "letter:receipt", "name"])
def test_a_place_that_there_is_not_is_refused(service, author, place):
    with pytest.raises(Refusal, match="not there any more"):
        said(service, place=place, by=author)


def test_nobody_is_flooded(service, author, monkeypatch):
    monkeypatch.setattr("dygn.services.actions.write_comment.MOST_OPEN", 2)
    said(service, "One", by=author)
    said(service, "Two", by=author)
    with pytest.raises(Refusal, match="Settle some"):
        said(service, "Three", by=author)


def test_a_settled_comment_says_who_settled_it_and_twice_is_once(service, author):
    comment = said(service, by=author)
    settle_comment(service.pk, comment.pk, actor=an_author(name="Anna First"), now=NOON)
    settle_comment(service.pk, comment.pk, actor=author, now=NOON + timedelta(hours=1))
    assert [(each.settled_by, each.settled_at) for each in settled_comments(WorkingCopy.objects.get())] == [
        ("Anna First", NOON)
    ]
    assert not open_comments(WorkingCopy.objects.get())


def test_a_comment_of_another_service_is_not_settled_here(service, author):
    comment = said(service, by=author)
    assert settle_comment(service.pk + 1, comment.pk, actor=author, now=NOON) is None
    assert AuthorComment.objects.get().settled_at is None


def test_a_comment_outlives_the_question_it_is_about(service, author):
    said(service, place="question:dog_name", by=author)
    edit_package(
        service.pk, lambda package: remove_page(package, "your-dog", with_uses=True), seen=1, what="Removed",
        actor=author, now=NOON, language="en",
    )  # fmt: skip
    assert [each.place for each in open_comments(WorkingCopy.objects.get())] == ["question:dog_name"]


@pytest.mark.parametrize("make", [an_officer, a_resident])
def test_whoever_does_not_build_services_says_settles_locks_and_unlocks_nothing(service, author, make):
    comment, stranger = said(service, by=author), make()
    for act in (
        lambda: said(service, by=stranger),
        lambda: settle_comment(service.pk, comment.pk, actor=stranger, now=NOON),
        lambda: lock_copy(service.pk, actor=stranger, now=NOON),
        lambda: unlock_copy(service.pk, actor=stranger, now=NOON),
    ):
        with pytest.raises(NotForYou):
            act()


def test_what_one_has_locked_another_cannot_change_but_comment_on(service, author):
    lock_copy(service.pk, actor=an_author(name="Anna First"), now=NOON)
    with pytest.raises(Refusal, match="Anna First has locked"):
        renamed(service, by=author)
    assert package_of_copy(WorkingCopy.objects.get()).form.by_id["name"].label["en"] != "Your name"
    assert said(service, by=author).pk


def test_what_one_has_locked_another_makes_no_version_of(service, author):
    first, seen = an_author(name="Anna First"), WorkingCopy.objects.get().revision
    lock_copy(service.pk, actor=first, now=NOON)
    with pytest.raises(Refusal, match="Anna First has locked"):
        make_version(service.pk, seen=seen, actor=author, now=NOON)
    assert make_version(service.pk, seen=seen, actor=first, now=NOON)


def test_whoever_locked_it_goes_on_and_a_forgotten_lock_ends(service, author):
    first = an_author(name="Anna First")
    lock_copy(service.pk, actor=first, now=NOON)
    assert renamed(service, by=first).revision == 2
    with pytest.raises(Refusal):
        lock_copy(service.pk, actor=author, now=NOON)
    assert lock_copy(service.pk, actor=author, now=NOON + LOCKED_FOR).locked_name == "Olle Owner"


def test_an_administrator_unlocks_what_another_author_cannot(service, author):
    lock_copy(service.pk, actor=an_author(name="Anna First"), now=NOON)
    with pytest.raises(NotForYou):
        unlock_copy(service.pk, actor=author, now=NOON)
    unlock_copy(service.pk, actor=an_administrator(), now=NOON)
    assert renamed(service, by=author).revision == 2
    assert AuditEntry.objects.filter(action="service.unlocked").count() == 1


def test_unlocking_twice_is_once(service, author):
    lock_copy(service.pk, actor=author, now=NOON)
    unlock_copy(service.pk, actor=author, now=NOON)
    assert unlock_copy(service.pk, actor=author, now=NOON).locked_until is None
    assert AuditEntry.objects.filter(action="service.unlocked").count() == 1
