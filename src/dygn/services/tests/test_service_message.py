"""A message of one service alone: told on its page and in its form, with a pause or without."""

import pytest

from dygn.audit.models import AuditEntry
from dygn.base.errors import NotForYou, Refusal
from dygn.services.actions.publish_version import publish_version
from dygn.services.actions.tell_disturbance import end_disturbance, tell_disturbance
from dygn.services.actions.tell_of_service import tell_of_service
from dygn.services.models import Service
from dygn.services.queries import forget_catalogues
from dygn.services.tests.factories import NOON, Visitor, a_service
from dygn.services.tests.test_disturbance import WITH_REGISTER, WORDS
from dygn.services.tests.test_disturbance import a_package as package_of
from tests.cast import a_browser, a_municipality, a_resident, an_administrator, an_author, an_officer, scope

pytestmark = pytest.mark.django_db
OWN = {"sv": "Handläggningen tar längre tid i juli.", "en": "It takes longer in July."}
PAGE = "/staff/admin/services/small-service/message/"


@pytest.fixture
def service(taken):
    a_service(key="other-service", slug="{sv: annan, en: other}")
    return a_service(package_of(WITH_REGISTER))


def tell(service, texts=OWN, *, pauses=False):
    with scope():
        tell_of_service(service.pk, texts, pauses=pauses, actor=an_author())
        forget_catalogues()


def test_it_is_told_at_that_service_alone_and_stops_nobody(service):
    tell(service)
    visitor = Visitor(a_browser())
    visitor.fill_in("about-you", name="Alva")
    for path in ("", "about-you/", "your-dog/"):
        assert OWN["sv"] in visitor.see(path).content.decode(), path
    assert OWN["sv"] in a_browser().get("/service/liten-tjanst/").content.decode()
    visitor.fill_in("your-dog", has_dog="no")
    visitor.fill_in("children")
    assert visitor.send().status_code == 303
    for address in ("/service/annan/", "/do/annan/"):
        assert OWN["sv"] not in a_browser().get(address).content.decode()


def test_with_a_pause_nothing_is_sent_and_what_is_written_is_kept_and_sent_afterwards(service):
    visitor = Visitor(a_browser())
    visitor.fill_in_all()
    last = visitor.see("check/")
    tell(service, pauses=True)
    assert OWN["sv"] in visitor.send(last).content.decode()
    with scope():
        assert Service.objects.get(pk=service.pk).disturbances != []
    tell(service, {})
    assert visitor.send(last).status_code == 303


def test_it_stands_beside_what_is_told_of_a_connection_and_outlives_it(service):
    tell(service)
    with scope():
        tell_disturbance("data_register", WORDS, pauses=False, actor=an_administrator(), now=NOON)
        forget_catalogues()
    text = a_browser().get("/service/liten-tjanst/").content.decode()
    assert OWN["sv"] in text and WORDS["sv"] in text
    with scope():
        end_disturbance("data_register", actor=an_administrator())
        forget_catalogues()
    text = a_browser().get("/service/liten-tjanst/").content.decode()
    assert OWN["sv"] in text and WORDS["sv"] not in text


def test_a_new_version_keeps_the_message(service):
    tell(service)
    with scope():
        publish_version(service.published_version_id, actor=an_author_of_all(), now=NOON)
        assert Service.objects.get(pk=service.pk).disturbances[0]["texts"] == OWN


def an_author_of_all():
    from dygn.identity.actor import Actor

    return Actor.system(a_municipality().pk)


def test_a_pause_needs_words_and_each_change_is_noted_once(service):
    with scope(), pytest.raises(Refusal):
        tell_of_service(service.pk, {"sv": "  "}, pauses=True, actor=an_author())
    tell(service)
    tell(service)
    tell(service, {})
    tell(service, {})
    with scope():
        noted = AuditEntry.objects.filter(action__startswith="service.told").order_by("pk")
        assert [each.action for each in noted] == ["service.told", "service.told_no_more"]


def test_the_page_tells_and_takes_away(service):
    browser = a_browser(an_author())
    assert browser.post(PAGE, {"text_sv": OWN["sv"], "text_en": OWN["en"]}).url == PAGE
    assert OWN["sv"] in browser.get("/staff/admin/services/small-service/").content.decode()
    assert OWN["sv"] in browser.get(PAGE).content.decode()
    assert browser.post(PAGE, {"pauses": "on"}).status_code == 422
    browser.post(PAGE, {})
    with scope():
        assert Service.objects.get(pk=service.pk).disturbances == []


def test_the_doors(service):
    assert a_browser().get(PAGE).status_code == 302
    assert a_browser(a_resident()).get(PAGE).status_code in (302, 404)
    assert a_browser(an_officer()).get(PAGE).status_code == 404
    assert a_browser(an_author(of=a_municipality("Lund"))).get(PAGE).status_code == 404
    with scope(), pytest.raises(NotForYou):
        tell_of_service(service.pk, OWN, pauses=False, actor=an_officer())
