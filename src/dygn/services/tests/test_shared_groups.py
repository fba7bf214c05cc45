"""Questions that many services share: added, locked, loosened, changed, stayed away from, brought back."""

from functools import partial

import pytest

from dygn.base.errors import NotForYou, Refusal
from dygn.services.actions.edit_package import (
    ChangedMeanwhile,
    edit_package,
    go_back_to,
    make_version,
    package_of_copy,
    take_up,
)
from dygn.services.actions.edit_shared_group import (
    begin_shared_group,
    bring_back_shared_group,
    edit_shared_group,
    save_shared_group,
)
from dygn.services.models import Service, SharedGroup, SharedGroupVersion, Version, WorkingCopy
from dygn.services.rules.editing.changes import (
    add_option,
    add_question,
    change_question,
    move_question,
    put_question_on,
    remove_question,
)
from dygn.services.rules.editing.package import edited_package, package_files
from dygn.services.rules.editing.shared import add_group, is_locked, loosen
from dygn.services.rules.package.compiling import faults_of
from dygn.services.rules.package.shared_marks import groups_in
from dygn.services.shared_group_queries import newest_groups, services_with, touched_by
from dygn.services.tests.factories import NOON, SMALL, a_package, a_service
from tests.cast import a_municipality, a_resident, an_author, an_officer, scope

pytestmark = pytest.mark.django_db
BANK = {"sv": "Kontouppgifter", "en": "Bank details"}


@pytest.fixture
def author():
    return an_author(name="Olle Owner")


@pytest.fixture(autouse=True)
def within(author):
    a_service()
    a_service(a_package(key="other-service"))
    with scope():
        yield


def add(words, kind="text"):
    return lambda package: add_question(package, "questions", kind=kind, words=words, language="en")[0]


def in_both(question_id, text):
    return partial(change_question, question_id=question_id, facts={"label": {"sv": text, "en": text}})


def edit_group(change, by, key="bank-details"):
    group = SharedGroup.objects.get(key=key)
    return edit_shared_group(group.pk, change, seen=group.revision, actor=by, now=NOON, language="en")


def save_group(by, taking=(), key="bank-details"):
    group = SharedGroup.objects.get(key=key)
    taken = [Service.objects.get(key=each).pk for each in taking]
    return save_shared_group(group.pk, taking=taken, seen=group.revision, actor=by, now=NOON, language="en")


@pytest.fixture
def group(author, within):
    group = begin_shared_group(BANK, ["sv", "en"], key="bank-details", actor=author, now=NOON)
    edit_group(add("account"), author)
    edit_group(in_both("account", "Your account"), author)
    edit_group(add("bank"), author)
    edit_group(in_both("bank", "Your bank"), author)
    save_group(author)
    return group


def edit(key, change, by):
    service = Service.objects.get(key=key)
    take_up(service.pk, actor=by, now=NOON)
    seen = WorkingCopy.objects.get(service=service).revision
    return edit_package(service.pk, change, seen=seen, what="x", actor=by, now=NOON, language="en")


def add_to(key, by, page="about-you"):
    newest = newest_groups()["bank-details"][1]
    return edit(key, partial(add_group, page_id=page, group=newest), by)


def copy_of(key):
    return WorkingCopy.objects.get(service__key=key)


def question_in(key, question_id):
    return next(
        each for page in copy_of(key).data["pages"] for each in page["questions"] if each["id"] == question_id
    )


def test_a_group_is_copied_into_the_package_with_where_it_comes_from(author, group):
    add_to("small-service", author)
    account = question_in("small-service", "account")
    assert account["shared"] == {"group": "bank-details", "version": 1}
    assert account["label"] == {"sv": "Your account", "en": "Your account"}


def test_the_mark_survives_package_editor_package_and_changes_nothing_for_who_fills_in(author, group):
    package = package_of_copy(add_to("small-service", author))
    files = package_files(package)
    assert faults_of(files) == []
    again = edited_package(files)
    assert again.data == package.data and package_files(again).texts == files.texts
    version = make_version(copy_of("small-service").service_id, seen=2, actor=author, now=NOON)
    assert "shared" not in str(Version.objects.defer(None).get(pk=version.pk).definition)


@pytest.mark.parametrize(
    "mark",
    ["1", "{group: bank-details}", "{version: 1}", "{group: ../x, version: 1}", "{group: b-d, version: 0}",
     "{group: b-d, version: 1.5}", "{group: b-d, version: 100001}", "{group: b-d, version: 1, run: x}",
     "{group: '<b>', version: 1}"],
)  # fmt: skip
def test_a_mark_that_is_none_is_refused(mark):
    files = a_package(SMALL.replace("kind: text\n", f"kind: text\n        shared: {mark}\n", 1))
    assert faults_of(files)


def test_a_package_from_elsewhere_may_name_a_group_that_is_not_here(author):
    text = SMALL.replace("kind: text\n", "kind: text\n        shared: {group: theirs, version: 7}\n", 1)
    a_service(a_package(text, key="from-elsewhere"))
    assert newest_groups(["theirs"]) == {} and len(services_with("theirs")) == 1


def test_only_the_languages_of_the_service_are_copied(author, group):
    swedish = a_package(SMALL.replace("languages: [sv, en]", "languages: [sv]"), key="swedish")
    newest = newest_groups()["bank-details"][1]
    package = edited_package(swedish)
    account = next(iter(add_group(package, "about-you", newest).data["pages"][0]["questions"][-2:]))
    assert account["label"] == {"sv": "Your account"}


def test_a_question_of_the_same_id_and_kind_becomes_the_group_s_where_it_stands(author):
    begin_shared_group(BANK, ["sv", "en"], key="bank-details", actor=author, now=NOON)
    edit_group(add("name"), author)
    edit_group(in_both("name", "Your full name"), author)
    save_group(author)
    page = add_to("small-service", author).data["pages"][0]
    assert [each["id"] for each in page["questions"]] == ["name", "email", "number"]
    assert page["questions"][0]["label"]["en"] == "Your full name" and is_locked(
        copy_of("small-service").data, "name"
    )


def test_a_question_of_another_kind_under_the_same_id_refuses_the_group(author):
    begin_shared_group(BANK, ["sv", "en"], key="bank-details", actor=author, now=NOON)
    edit_group(add("email", kind="phone"), author)
    edit_group(in_both("email", "Phone"), author)
    save_group(author)
    with pytest.raises(Refusal, match="something else under the same name"):
        add_to("small-service", author)


def test_a_group_is_in_a_service_once(author, group):
    add_to("small-service", author)
    with pytest.raises(Refusal, match="in the service already"):
        add_to("small-service", author, page="your-dog")


@pytest.mark.parametrize(
    "change",
    [
        in_both("account", "Mine"),
        partial(remove_question, question_id="account"),
        partial(add_option, question_id="account", words="A", language="en"),
        partial(change_question, question_id="account", facts={"kind": "iban"}),
    ],
)
def test_a_shared_question_is_locked(author, group, change):
    add_to("small-service", author)
    with pytest.raises(Refusal, match="Loosen it first"):
        edit("small-service", change, author)


def test_a_shared_question_may_stand_where_the_service_likes(author, group):
    add_to("small-service", author)
    edit("small-service", partial(move_question, question_id="account", by=-1), author)
    edit("small-service", partial(put_question_on, question_id="bank", page_id="your-dog"), author)
    assert copy_of("small-service").data["pages"][1]["questions"][-1]["id"] == "bank"


def test_a_loosened_question_is_the_service_s_own(author, group):
    add_to("small-service", author)
    edit("small-service", partial(loosen, question_id="account"), author)
    edit("small-service", in_both("account", "Mine"), author)
    edit_group(in_both("account", "Theirs"), author)
    save_group(author, taking=["small-service"])
    assert question_in("small-service", "account")["label"]["en"] == "Mine"
    assert "shared" not in question_in("small-service", "account")


def test_a_change_shows_every_service_it_touches_and_what_changes_in_each(author, group):
    add_to("small-service", author)
    add_to("other-service", author)
    edit_group(in_both("account", "Where we pay to"), author)
    changed = SharedGroup.objects.get()
    new = newest_groups()["bank-details"][1]
    assert [each.is_current for each in touched_by(new, "en")] == [True, True]
    questions = changed.data["pages"][0]["questions"]
    touched = touched_by(type(new)("bank-details", 2, questions), "en")
    assert [each.service.key for each in touched] == ["other-service", "small-service"]
    for each in touched:
        assert [(change.before, change.after) for change in each.changes] == [
            ("Your account", "Where we pay to")
        ]


def test_who_takes_the_new_has_it_in_what_is_worked_on_and_who_stays_keeps_the_old(author, group):
    add_to("small-service", author)
    add_to("other-service", author)
    edit_group(in_both("account", "Where we pay to"), author)
    save_group(author, taking=["small-service"])
    assert question_in("small-service", "account")["shared"]["version"] == 2
    assert question_in("small-service", "account")["label"]["en"] == "Where we pay to"
    assert question_in("other-service", "account")["shared"]["version"] == 1
    assert question_in("other-service", "account")["label"]["en"] == "Your account"
    assert Service.objects.get(key="small-service").published_version.number == 1  # nothing is published
    new = newest_groups()["bank-details"][1]
    assert [each.is_current for each in touched_by(new, "en")] == [False, True]


def test_a_service_without_a_working_copy_gets_one_when_it_takes_the_new(author, group):
    add_to("small-service", author)
    make_version(copy_of("small-service").service_id, seen=2, actor=author, now=NOON)
    WorkingCopy.objects.all().delete()
    edit_group(in_both("account", "Where we pay to"), author)
    save_group(author, taking=["small-service"])
    assert question_in("small-service", "account")["label"]["en"] == "Where we pay to"


def test_new_removed_and_moved_questions_of_a_group_come_to_the_service(author, group):
    add_to("small-service", author)
    edit_group(add("holder"), author)
    edit_group(in_both("holder", "Who has the account?"), author)
    edit_group(partial(remove_question, question_id="bank"), author)
    edit_group(partial(move_question, question_id="holder", by=-1), author)
    save_group(author, taking=["small-service"])
    ids = [each["id"] for each in copy_of("small-service").data["pages"][0]["questions"]]
    assert ids == ["name", "email", "number", "holder", "account"]


def test_questions_that_stand_on_different_pages_stay_there(author, group):
    add_to("small-service", author)
    edit("small-service", partial(put_question_on, question_id="bank", page_id="your-dog"), author)
    edit_group(in_both("bank", "Which bank?"), author)
    edit_group(add("holder"), author)
    edit_group(in_both("holder", "Who has the account?"), author)
    save_group(author, taking=["small-service"])
    pages = copy_of("small-service").data["pages"]
    assert [each["id"] for each in pages[1]["questions"]][-2:] == ["bank", "holder"]
    assert question_in("small-service", "bank")["label"]["en"] == "Which bank?"


def test_a_service_that_asks_about_what_would_go_is_told_and_stays(author, group):
    add_to("small-service", author)
    edit(
        "small-service",
        partial(change_question, question_id="photo", facts={"shown_if": "bank == 'x'"}),
        author,
    )
    edit_group(partial(remove_question, question_id="bank"), author)
    touched = touched_by(
        type(newest_groups()["bank-details"][1])("bank-details", 2, SharedGroup.objects.get().data["pages"][0]["questions"]),
        "en",
    )  # fmt: skip
    assert "photo" in touched[0].obstacle
    refusals = save_group(author, taking=["small-service"])
    assert len(refusals) == 1 and question_in("small-service", "bank")["shared"]["version"] == 1


def test_undoing_brings_the_shared_questions_back_as_they_were(author, group):
    add_to("small-service", author)
    edit_group(in_both("account", "Where we pay to"), author)
    save_group(author, taking=["small-service"])
    service = Service.objects.get(key="small-service")
    go_back_to(service.pk, 2, seen=3, actor=author, now=NOON)
    assert question_in("small-service", "account")["label"]["en"] == "Your account"
    new = newest_groups()["bank-details"][1]
    assert not touched_by(new, "en")[0].is_current
    go_back_to(service.pk, 1, seen=4, actor=author, now=NOON)
    assert groups_in(copy_of("small-service").data) == {} and touched_by(new, "en") == []


def test_a_group_is_brought_back_to_any_version_as_a_new_one(author, group):
    edit_group(in_both("account", "Where we pay to"), author)
    save_group(author)
    group = SharedGroup.objects.get()
    bring_back_shared_group(group.pk, 1, seen=group.revision, actor=author, now=NOON)
    save_group(author)
    newest = newest_groups()["bank-details"][1]
    assert newest.number == 3 and newest.questions[0]["label"]["en"] == "Your account"
    assert SharedGroupVersion.objects.count() == 3


def test_bringing_a_version_back_overwrites_nothing_that_is_not_saved(author, group):
    edit_group(in_both("account", "Where we pay to"), author)
    save_group(author)
    edit_group(in_both("account", "Half written"), author)

    def back(number):
        seen = SharedGroup.objects.get().revision
        return bring_back_shared_group(group.pk, number, seen=seen, actor=author, now=NOON)

    with pytest.raises(Refusal, match="throw the changes away"):
        back(1)
    assert "Half written" in str(SharedGroup.objects.get().data)
    assert "Where we pay to" in str(back(2).data)  # thrown away, on purpose
    assert "Your account" in str(back(1).data)
    assert "Where we pay to" in str(back(2).data)


def test_saving_what_has_not_changed_makes_no_version(author, group):
    save_group(author)
    assert SharedGroup.objects.get().version == 1


def test_a_group_with_a_fault_is_not_saved(author, group):
    edit_group(add("only English"), author)
    with pytest.raises(Refusal, match="missing in Swedish"):
        save_group(author)


def test_two_authors_at_once_are_told(author, group):
    group.refresh_from_db()
    edit_group(in_both("account", "A"), author)
    with pytest.raises(ChangedMeanwhile):
        edit_shared_group(
            group.pk, in_both("account", "B"), seen=group.revision, actor=author, now=NOON, language="en"
        )


@pytest.mark.parametrize("who", [an_officer, a_resident])
def test_only_who_builds_services_changes_a_group(who, author, group):
    with pytest.raises(NotForYou):
        save_group(who())


def test_a_neighbour_does_not_find_the_group(author, group):
    with scope(a_municipality("Lund")):
        assert newest_groups() == {} and not SharedGroup.objects.exists()
