"""A draft begun on an old version goes over to the new one when every answer still fits, and else stays."""

import html

import pytest

from dygn.identity.actor import Actor
from dygn.services.actions.install_package import install_package
from dygn.services.actions.publish_version import publish_version
from dygn.services.models import Draft, Publication, Service, Version
from dygn.services.queries import forget_catalogues
from dygn.services.tests.factories import NOON, SMALL, Visitor, a_package, a_service, an_accepted
from tests.cast import a_browser, a_municipality, an_administrator, scope

pytestmark = pytest.mark.django_db
TOLD = "The form has been changed since you started. All that you had written still fits."


@pytest.fixture
def visitor(taken):
    a_service(of=a_municipality(language="en"))
    visitor = Visitor(a_browser(), "small-service")
    visitor.fill_in("about-you", name="Alva", number="19900102-2384")
    visitor.fill_in("your-dog", has_dog="yes")
    visitor.fill_in("your-dog", has_dog="yes", dog_name="Rex")
    return visitor


def publish(text):
    with scope() as ekeby:
        actor = Actor.system(ekeby.pk)
        version = install_package(a_package(text), actor=actor, now=NOON)
        publish_version(version.pk, actor=actor, now=NOON)
        forget_catalogues()
        return version


def gone_on(visitor):
    with scope():
        draft = Draft.objects.get()
    return visitor.browser.get(f"/do/small-service/go-on/{draft.pk}/", follow=True)


def the_draft():
    with scope():
        return Draft.objects.select_related("version").get()


ANOTHER_QUESTION = SMALL.replace(
    "  - id: vaccination",
    '      - id: dog_age\n        kind: number\n        label: {sv: Hundens ålder, en: "The dog\'s age"}\n  - id: vaccination',
)


def test_what_still_fits_goes_over_and_the_person_is_told_and_asked_what_is_new(visitor):
    version = publish(ANOTHER_QUESTION)
    page = html.unescape(gone_on(visitor).content.decode())
    assert TOLD in page and "The dog's age" in page
    draft = the_draft()
    assert draft.version_id == version.pk and draft.answers["dog_name"] == "Rex"
    assert TOLD not in html.unescape(gone_on(visitor).content.decode())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("      - id: dog_name\n        kind: text", "      - id: dog_name\n        kind: number"),
        ("dog_name", "name_of_dog"),
        (
            "        shown_if: has_dog\n      - id: photo",
            "        shown_if: has_dog == false\n      - id: photo",
        ),
        (
            'en: "What is the dog called?"}',
            'en: "What is the dog called?"}\n        limits: {min_length: 10}',
        ),
    ],
    ids=["another kind", "taken away", "no longer asked", "no longer right"],
)
def test_what_does_not_fit_stays_where_it_was_begun_and_can_be_sent(visitor, old, new):
    begun_on = the_draft().version_id
    assert SMALL.count(old)
    publish(SMALL.replace(old, new))
    page = gone_on(visitor)
    assert page.status_code == 200 and TOLD not in html.unescape(page.content.decode())
    assert the_draft().version_id == begun_on
    visitor.fill_in("vaccination", vaccinated="yes")
    visitor.fill_in("children")
    assert visitor.send().status_code == 303 and the_draft().is_sent


def test_a_sent_draft_is_never_carried_over(visitor):
    visitor.fill_in("vaccination", vaccinated="yes")
    visitor.fill_in("children")
    visitor.send()
    begun_on = the_draft().version_id
    publish(ANOTHER_QUESTION)
    gone_on(visitor)
    assert the_draft().version_id == begun_on


def test_an_answer_that_becomes_sensitive_is_sealed_when_it_goes_over(visitor):
    publish(
        SMALL.replace(
            'label: {sv: "Vad heter hunden?"', 'sensitive: true\n        label: {sv: "Vad heter hunden?"'
        )
    )
    gone_on(visitor)
    assert "sealed" in the_draft().answers["dog_name"]


def brought_back(number=1):
    """Publish an older version again, by somebody who may; it has been accepted once, and that holds."""
    with scope():
        version = Version.objects.get(number=number)
        an_accepted(version)
        publish_version(version.pk, actor=an_administrator(), now=NOON)
        forget_catalogues()
        return version


def begun_on_the_newer(age):
    """Somebody begins on the second version of the service, and answers its new question or not."""
    publish(ANOTHER_QUESTION)
    other = Visitor(a_browser(), "small-service")
    other.fill_in("about-you", name="Bo")
    other.fill_in("your-dog", has_dog="yes")
    other.fill_in("your-dog", has_dog="yes", dog_name="Rex", dog_age=age)
    with scope():
        return other, Draft.objects.get(version__number=2).pk


def at(visitor, draft_id):
    return html.unescape(
        visitor.browser.get(f"/do/small-service/go-on/{draft_id}/", follow=True).content.decode()
    )


def one(draft_id):
    with scope():
        return Draft.objects.select_related("version").get(pk=draft_id)


def test_an_older_version_brought_back_is_what_new_people_get_and_its_own_drafts_go_on(visitor):
    begun_on_the_newer("3")
    older = brought_back()
    assert "The dog's age" not in html.unescape(visitor.see("your-dog/").content.decode())
    assert the_draft_of("Alva").version_id == older.pk
    fresh = Visitor(a_browser(), "small-service")
    fresh.fill_in("about-you", name="Cia")
    assert the_draft_of("Cia").version_id == older.pk


def the_draft_of(name):
    with scope():
        return Draft.objects.get(answers__name=name)


def test_what_is_answered_on_the_newer_version_alone_stays_there_and_is_sent_from_there(visitor, taken):
    other, draft_id = begun_on_the_newer("3")
    brought_back()
    page = at(other, draft_id)
    assert TOLD not in page and one(draft_id).version.number == 2
    other.fill_in("vaccination", vaccinated="yes")
    other.fill_in("children")
    assert other.send().status_code == 303 and one(draft_id).is_sent
    assert taken[-1].version_id == one(draft_id).version_id and taken[-1].answers["dog_age"] == 3


def test_what_fits_the_older_version_too_is_carried_back_to_it_and_the_person_is_told_once(visitor, taken):
    other, draft_id = begun_on_the_newer("")
    older = brought_back()
    page = at(other, draft_id)
    assert TOLD in page and "The dog's age" not in page
    assert one(draft_id).version_id == older.pk and one(draft_id).answers["dog_name"] == "Rex"
    assert TOLD not in at(other, draft_id)
    other.fill_in("vaccination", vaccinated="yes")
    other.fill_in("children")
    assert other.send().status_code == 303 and taken[-1].version_id == older.pk


def test_what_was_sent_on_the_newer_version_is_as_it_was_sent(visitor, taken):
    other, draft_id = begun_on_the_newer("3")
    other.fill_in("vaccination", vaccinated="yes")
    other.fill_in("children")
    receipt = other.browser.get(other.send()["Location"]).content.decode()
    before = one(draft_id)
    brought_back()
    after = one(draft_id)
    kept = ("version_id", "answers", "reference", "case_id", "code")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
    assert after.reference in receipt and after.reference in at(other, draft_id)
    assert len(taken) == 1


def test_going_back_is_noted_as_a_publication_of_its_own(visitor):
    publish(ANOTHER_QUESTION)
    older = brought_back()
    with scope():
        assert Service.objects.get().published_version_id == older.pk
        numbers = list(Publication.objects.order_by("pk").values_list("version__number", flat=True))
        assert numbers == [1, 2, 1]
