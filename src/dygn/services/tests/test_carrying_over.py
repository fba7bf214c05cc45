"""A draft begun on an old version goes over to the new one when every answer still fits, and else stays."""

import html

import pytest

from dygn.identity.actor import Actor
from dygn.services.actions.install_package import install_package
from dygn.services.actions.publish_version import publish_version
from dygn.services.models import Draft
from dygn.services.queries import forget_catalogues
from dygn.services.tests.factories import NOON, SMALL, Visitor, a_package, a_service
from tests.cast import a_browser, a_municipality, scope

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
        ("        shown_if: has_dog\n      - id: photo", "        shown_if: has_dog == false\n      - id: photo"),
        ('en: "What is the dog called?"}', 'en: "What is the dog called?"}\n        limits: {min_length: 10}'),
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
    publish(SMALL.replace('label: {sv: "Vad heter hunden?"', 'sensitive: true\n        label: {sv: "Vad heter hunden?"'))
    gone_on(visitor)
    assert "sealed" in the_draft().answers["dog_name"]
