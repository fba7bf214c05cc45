"""Working on a service: revisions, two authors at once, the way back, and the version that comes of it."""

from datetime import timedelta
from functools import partial

import pytest

from dygn.base.errors import NotForYou, Refusal
from dygn.services.actions.edit_package import (
    ChangedMeanwhile,
    edit_package,
    go_back_to,
    make_version,
    note_presence,
    package_of_copy,
    take_up,
)
from dygn.services.models import Presence, Revision, Version, WorkingCopy
from dygn.services.rules.editing.changes import change_question, change_service, remove_page
from dygn.services.rules.package.faults import PackageRefused
from dygn.services.tests.factories import NOON, SMALL, a_package, a_service
from tests.cast import a_municipality, a_resident, an_author, an_officer, scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return an_author(name="Olle Owner")


@pytest.fixture
def service(author):
    return a_service()


@pytest.fixture(autouse=True)
def within(service):
    with scope():
        yield


def renamed(text):
    return partial(change_question, question_id="name", facts={"label": {"sv": text, "en": text}})


def edited(service, change, *, seen, by, what="Renamed"):
    return edit_package(service.pk, change, seen=seen, what=what, actor=by, now=NOON, language="en")


def test_a_working_copy_begins_as_the_newest_version_and_is_there_once(service, author):
    copy = take_up(service.pk, actor=author, now=NOON)
    assert copy.revision == 1 and copy.based_on.number == 1 and copy.data["key"] == "small-service"
    assert take_up(service.pk, actor=author, now=NOON).pk == copy.pk
    assert WorkingCopy.objects.count() == Revision.objects.count() == 1


def test_every_saving_is_a_revision_with_who_and_what(service, author):
    take_up(service.pk, actor=author, now=NOON)
    copy = edited(service, renamed("Your name"), seen=1, by=author)
    assert copy.revision == 2 and copy.changed_by == "Olle Owner"
    last = Revision.objects.get(number=2)
    assert (last.what, last.made_by) == ("Renamed", "Olle Owner")
    assert last.data == copy.data


def test_saving_what_is_there_already_makes_no_revision(service, author):
    take_up(service.pk, actor=author, now=NOON)
    edited(service, renamed("Your name"), seen=1, by=author)
    assert edited(service, renamed("Your name"), seen=2, by=author).revision == 2


def test_a_save_on_top_of_a_newer_one_is_refused_and_overwrites_nothing(service, author):
    take_up(service.pk, actor=author, now=NOON)
    edited(service, renamed("Hers"), seen=1, by=an_author(name="Anna First"))
    with pytest.raises(ChangedMeanwhile) as refused:
        edited(service, renamed("His"), seen=1, by=author)
    assert "Anna First" in str(refused.value.message)
    assert package_of_copy(WorkingCopy.objects.get()).form.by_id["name"].label["en"] == "Hers"


def test_one_can_go_back_to_any_revision_whole_and_forward_again(service, author):
    first = take_up(service.pk, actor=author, now=NOON)
    edited(service, renamed("Your name"), seen=1, by=author)
    edited(service, partial(remove_page, page_id="children"), seen=2, by=author)
    back = go_back_to(service.pk, 1, seen=3, actor=author, now=NOON)
    assert back.data == first.data and back.revision == 4
    forward = go_back_to(service.pk, 3, seen=4, actor=author, now=NOON)
    assert len(forward.data["pages"]) == 3


def test_one_can_go_back_to_what_came_from_outside_though_it_would_be_refused_if_written_now(author):
    never = 'shown_if: "has_dog == true && has_dog == false"'
    came = a_service(
        a_package(SMALL.replace("shown_if: has_dog", never, 1), key="from-outside", slug="{sv: ut, en: out}")
    )
    take_up(came.pk, actor=author, now=NOON)
    mended = partial(change_question, question_id="dog_name", facts={"shown_if": "has_dog == true"})
    before = edited(came, mended, seen=1, by=author)
    back = go_back_to(came.pk, 1, seen=2, actor=author, now=NOON)
    assert back.revision == 3 and back.data == Revision.objects.get(copy=back, number=1).data != before.data


def test_a_version_is_made_of_it_and_the_same_content_is_the_same_version(service, author):
    take_up(service.pk, actor=author, now=NOON)
    edited(service, renamed("Your name"), seen=1, by=author)
    version = make_version(service.pk, seen=2, actor=author, now=NOON)
    assert (
        version.number == 2
        and Version.objects.get(pk=version.pk).definition["pages"][0]["questions"][0]["label"]["en"]
        == "Your name"
    )
    assert make_version(service.pk, seen=2, actor=author, now=NOON).pk == version.pk
    assert WorkingCopy.objects.get().based_on_id == version.pk


def test_what_is_not_right_yet_does_not_become_a_version(service, author):
    take_up(service.pk, actor=author, now=NOON)
    edited(service, partial(change_service, facts={"summary": {"sv": "Bara svenska."}}), seen=1, by=author)
    with pytest.raises(PackageRefused) as refused:
        make_version(service.pk, seen=2, actor=author, now=NOON)
    assert "missing in English" in str(refused.value)
    assert Version.objects.count() == 1


def test_only_those_who_publish_services_may_work_on_them(service):
    for stranger in (a_resident(), an_officer()):
        with pytest.raises(NotForYou):
            take_up(service.pk, actor=stranger, now=NOON)


def test_authors_see_who_else_has_the_service_open(service, author):
    copy = take_up(service.pk, actor=author, now=NOON)
    anna = an_author(name="Anna First")
    assert note_presence(copy, "name", actor=author, now=NOON) == []
    assert [each.name for each in note_presence(copy, "", actor=anna, now=NOON)] == ["Olle Owner"]
    later = NOON + timedelta(minutes=4)
    assert note_presence(copy, "", actor=anna, now=later) == []
    assert Presence.objects.count() == 2


def test_a_revision_is_never_written_to(service, author):
    take_up(service.pk, actor=author, now=NOON)
    revision = Revision.objects.get()
    revision.what = "Something else"
    with pytest.raises(Refusal, match="revision_never_changes"):
        revision.save()


def test_a_neighbour_sees_nothing_of_it(service, author):
    take_up(service.pk, actor=author, now=NOON)
    with scope(a_municipality("Nordby")):
        assert not WorkingCopy.objects.exists() and not Revision.objects.exists()
        with pytest.raises(WorkingCopy.DoesNotExist):
            edited(
                service,
                renamed("Theirs"),
                seen=1,
                by=an_author(of=a_municipality("Nordby")),
            )
