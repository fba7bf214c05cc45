"""Bringing what is new where a service comes from into what a municipality has made of it."""

from functools import partial

import pytest

from dygn.audit.models import AuditEntry
from dygn.base.errors import NotForYou, Refusal
from dygn.services.actions.adopt_upgrade import adopt_upgrade
from dygn.services.actions.edit_package import ChangedMeanwhile, edit_package, make_version, take_up
from dygn.services.actions.take_in_package import take_in_package
from dygn.services.models import Origin, Revision, Version, WorkingCopy
from dygn.services.rules.editing.changes import change_question, change_service
from dygn.services.rules.package.files import PackageFiles, pack
from dygn.services.sharing_queries import base_version, package_of_version, upgrade_to, waiting_version
from dygn.services.tests.factories import LETTERS, NOON, SMALL, a_service
from tests.cast import a_municipality, a_resident, an_author, an_officer, scope

pytestmark = pytest.mark.django_db
NEWER = SMALL.replace("What is the dog called?", "What is your dog's name?").replace(
    "      - id: photo",
    "      - id: chip\n        kind: text\n        label: {sv: Chip, en: Chip}\n      - id: photo",
)


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


def take_in(text, author):
    source = pack(PackageFiles({"service.yaml": text, **LETTERS}))
    return take_in_package(source, comes_from=Origin.Source.FILE, actor=author, now=NOON)


def worked_on(service, author, question="dog_name", label="Name of the dog"):
    copy = take_up(service.pk, actor=author, now=NOON)
    change = partial(change_question, question_id=question, facts={"label": {"sv": label, "en": label}})
    return edit_package(
        service.pk, change, seen=copy.revision, what="x", actor=author, now=NOON, language="en"
    )


def adopted(version, author, *, chosen=frozenset(), seen):
    return adopt_upgrade(version.pk, chosen=chosen, seen=seen, actor=author, now=NOON, language="en")


def label_of(copy, name):
    questions = {each["id"]: each for page in copy.data["pages"] for each in page["questions"]}
    return questions[name]["label"]["en"]


def test_where_nothing_is_the_municipalitys_own_a_newer_one_is_taken_over_at_once(service, author):
    version = take_in(NEWER, author)
    assert version.origin.adopted_at == NOON and waiting_version(service) is None
    assert base_version(service) == version
    assert take_up(service.pk, actor=author, now=NOON).based_on == version


def test_where_the_municipality_has_worked_on_it_a_newer_one_waits(service, author):
    copy = worked_on(service, author)
    version = take_in(NEWER, author)
    assert waiting_version(service) == version
    assert version.origin.source == "file" and version.origin.content_hash == version.content_hash
    copy.refresh_from_db()
    assert label_of(copy, "dog_name") == "Name of the dog"
    assert base_version(service).number == 1


def test_it_is_brought_in_as_one_change_and_what_is_its_own_stays(service, author):
    copy = worked_on(service, author, "name", "What are you called?")
    version = take_in(NEWER, author)
    copy = adopted(version, author, seen=2)
    assert label_of(copy, "name") == "What are you called?"
    assert label_of(copy, "dog_name") == "What is your dog's name?"
    assert label_of(copy, "chip") == "Chip"
    assert copy.revision == Revision.objects.count() == 3
    assert "version 2" in Revision.objects.get(number=3).what
    assert waiting_version(service) is None and base_version(service) == version
    assert AuditEntry.objects.filter(action="service.upgraded", actor=author.key).exists()
    made = make_version(service.pk, seen=3, actor=author, now=NOON)
    assert made.number == 3 and not Origin.objects.filter(version=made).exists()


@pytest.mark.parametrize(
    ("chosen", "words"),
    [((), "Name of the dog"), (("questions/dog_name/label/en",), "What is your dog's name?")],
)
def test_of_what_both_have_changed_ours_stays_unless_theirs_is_chosen(service, author, chosen, words):
    worked_on(service, author)
    version = take_in(NEWER, author)
    upgrade = upgrade_to(service, upgrade_package(version))
    assert [each.where for each in upgrade.merged.conflicts] == ["questions/dog_name/label/en"]
    assert label_of(adopted(version, author, chosen=frozenset(chosen), seen=2), "dog_name") == words


def upgrade_package(version):
    return package_of_version(Version.objects.defer(None).get(pk=version.pk))


def test_a_version_made_here_is_ours_also_when_nobody_works_on_it_now(service, author):
    worked_on(service, author, "name", "What are you called?")
    make_version(service.pk, seen=2, actor=author, now=NOON)
    WorkingCopy.objects.all().delete()
    version = take_in(NEWER, author)
    copy = adopted(version, author, seen=0)
    assert label_of(copy, "name") == "What are you called?" and label_of(copy, "chip") == "Chip"


def test_the_next_one_is_held_against_the_one_that_was_brought_in(service, author):
    worked_on(service, author)
    adopted(take_in(NEWER, author), author, seen=2)
    upgrade = upgrade_to(service, upgrade_package(take_in(NEWER.replace("en: Chip", "en: The chip"), author)))
    assert [each.what for each in upgrade.news("en")] == ["The question"]
    assert upgrade.merged.conflicts == ()


def test_owner_and_address_of_the_origin_are_never_taken_over(service, author):
    worked_on(service, author)
    version = take_in(NEWER + "owner: spies\nslug: {sv: annat, en: other}\n", author)
    upgrade = upgrade_to(service, upgrade_package(version))
    assert not {"Owner", "Address"} & {each.where for each in upgrade.news("en")}
    data = adopted(version, author, seen=2).data
    assert "owner" not in data and "slug" not in data
    service.refresh_from_db()
    assert service.slug == "liten-tjanst" and service.owner_unit is not None


def test_nothing_is_brought_in_on_top_of_what_another_has_saved_meanwhile(service, author):
    worked_on(service, author)
    version = take_in(NEWER, author)
    worked = partial(change_service, facts={"minutes": 3})
    edit_package(service.pk, worked, seen=2, what="x", actor=author, now=NOON, language="en")
    with pytest.raises(ChangedMeanwhile):
        adopted(version, author, seen=2)
    assert waiting_version(service) == version


def test_it_is_brought_in_once(service, author):
    worked_on(service, author)
    version = take_in(NEWER, author)
    adopted(version, author, seen=2)
    with pytest.raises(Refusal, match="already"):
        adopted(version, author, seen=3)


def test_what_would_go_round_in_a_circle_is_refused_and_nothing_is_kept(service, author):
    copy = take_up(service.pk, actor=author, now=NOON)
    change = partial(change_question, question_id="has_dog", facts={"shown_if": "vaccinated"})
    first = SMALL.replace("    shown_if: has_dog\n    questions:", "    questions:")
    assert first != SMALL
    base = take_in(first, author)  # waits: somebody works on it
    copy = adopted(base, author, seen=copy.revision)
    copy = edit_package(
        service.pk, change, seen=copy.revision, what="x", actor=author, now=NOON, language="en"
    )
    version = take_in(SMALL.replace("en: Try it.", "en: Try."), author)
    with pytest.raises(Refusal, match="circle"):
        adopted(version, author, seen=copy.revision)
    assert waiting_version(service) == version


def test_nobody_but_those_who_publish_services_may(service, author):
    worked_on(service, author)
    version = take_in(NEWER, author)
    for stranger in (an_officer(), a_resident()):
        with pytest.raises(NotForYou):
            take_in(NEWER, stranger)
        with pytest.raises(NotForYou):
            adopted(version, stranger, seen=2)


def test_another_municipality_sees_neither_origin_nor_what_waits(service, author):
    worked_on(service, author)
    version = take_in(NEWER, author)
    neighbour = a_municipality("sundby")
    other = an_author(of=neighbour)
    with scope(neighbour):
        assert not Origin.objects.exists()
        with pytest.raises(Version.DoesNotExist):
            adopted(version, other, seen=2)
