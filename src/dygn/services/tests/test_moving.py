"""A service that gets another address: the old one leads on, and what is begun there goes on."""

import pytest

from dygn.base.errors import Refusal
from dygn.identity.actor import Actor
from dygn.services.actions.give_up_address import give_up_address
from dygn.services.actions.install_package import install_package
from dygn.services.actions.publish_version import publish_version
from dygn.services.models import Draft, Service
from dygn.services.queries import forget_catalogues, service_at
from dygn.services.tests.factories import NOON, Visitor, a_package, a_service
from tests.cast import a_browser, a_municipality, a_resident, an_author, scope

pytestmark = pytest.mark.django_db
OLD, NEW = "/do/liten-tjanst/", "/do/mindre-tjanst/"


def with_slug(sv, en="small-service", *, key="small-service", title="Liten tjänst"):
    slug, named = f"{{sv: {sv}, en: {en}}}", f"{{sv: {title}, en: Small service}}"
    return a_package(key=key, slug=slug, title=named)


def published(package):
    municipality = a_municipality()
    with scope(municipality):
        actor = Actor.system(municipality.pk)
        version = install_package(package, actor=actor, now=NOON)
        service = publish_version(version.pk, actor=actor, now=NOON)
        forget_catalogues()
        return service


@pytest.fixture
def moved():
    a_service(with_slug("liten-tjanst"))
    return published(with_slug("mindre-tjanst", "smaller-service"))


def test_the_old_address_leads_on_for_good_with_everything_behind_it(moved):
    assert (moved.slug, moved.slugs) == ("mindre-tjanst", {"sv": "mindre-tjanst", "en": "smaller-service"})
    browser = a_browser()
    for path in ("", "check/", "paper.pdf", "about-you/?x=1"):
        answer = browser.get(OLD + path)
        assert (answer.status_code, answer["Location"]) == (301, NEW + path)
        assert "no-cache" in answer["Cache-Control"]
    assert browser.get("/en/do/small-service/")["Location"] == "/en/do/smaller-service/"
    assert browser.get("/service/liten-tjanst/?a=b")["Location"] == "/service/mindre-tjanst/?a=b"
    assert browser.get("/en/service/liten-tjanst/")["Location"] == "/en/service/smaller-service/"
    assert browser.get("/service/mindre-tjanst/").status_code == 200
    assert browser.get(NEW).status_code in (200, 302, 303)


def test_what_is_posted_at_the_old_address_is_kept_and_sent_at_the_new_one(taken):
    a_service(with_slug("liten-tjanst"))
    visitor = Visitor(a_browser(), "liten-tjanst")
    open_page = visitor.see("about-you/")
    published(with_slug("mindre-tjanst"))
    answer = visitor.fill_in("about-you", seen_page=open_page, name="Alva", email="alva@example.org")
    assert answer.status_code == 303 and answer["Location"].startswith(NEW)
    with scope():
        assert Draft.objects.count() == 1
    visitor.slug = "mindre-tjanst"
    visitor.fill_in("your-dog", has_dog="no")
    visitor.fill_in("children")
    assert visitor.send()["Location"].startswith(NEW) and len(taken) == 1


def test_a_receipt_at_the_old_address_still_opens(taken):
    a_service(with_slug("liten-tjanst"))
    visitor = Visitor(a_browser(), "liten-tjanst")
    visitor.fill_in_all()
    receipt = visitor.send()["Location"]
    published(with_slug("mindre-tjanst"))
    assert visitor.browser.get(receipt)["Location"] == receipt.replace(OLD, NEW)
    assert visitor.browser.get(receipt, follow=True).status_code == 200


def test_a_new_title_alone_moves_nothing():
    a_service(with_slug("liten-tjanst"))
    service = published(with_slug("liten-tjanst", title="Något helt annat"))
    assert (service.slug, service.former_slugs) == ("liten-tjanst", [])


def test_moving_back_ends_the_leading_on(moved):
    back = published(with_slug("liten-tjanst"))
    assert back.slug == "liten-tjanst" and "liten-tjanst" not in back.former_slugs
    assert a_browser().get("/service/mindre-tjanst/")["Location"] == "/service/liten-tjanst/"
    assert a_browser().get("/service/liten-tjanst/").status_code == 200


def test_an_address_of_another_service_is_refused_and_nothing_moves(moved):
    with pytest.raises(Refusal, match="address_taken") as refusal:
        a_service(with_slug("annan", "another", key="another"))
        published(with_slug("mindre-tjanst", "another", key="another"))
    assert "has the address “mindre-tjanst”" in str(refusal.value.message)
    with scope():
        assert Service.objects.get(key="another").slug == "annan"


def test_an_old_address_that_leads_on_is_not_taken_unseen(moved):
    a_service(with_slug("annan", "another", key="another"))
    with pytest.raises(Refusal, match="address_taken") as refusal:
        published(with_slug("liten-tjanst", "another", key="another"))
    assert "still leads there" in str(refusal.value.message)
    new = a_service(with_slug("liten-tjanst", "small-service", key="a-third"))
    assert new.slug == "liten-tjanst-2"
    with scope():
        assert service_at("liten-tjanst").key == "small-service"


def test_before_it_is_published_it_moves_and_leaves_nothing_behind():
    municipality = a_municipality()
    with scope(municipality):
        actor = Actor.system(municipality.pk)
        install_package(with_slug("liten-tjanst"), actor=actor, now=NOON)
    service = published(with_slug("mindre-tjanst"))
    assert (service.slug, service.former_slugs) == ("mindre-tjanst", [])


def test_one_for_staff_alone_leads_nobody_else_on(moved):
    with scope():
        Service.objects.update(audience=["staff"])
        forget_catalogues()
    assert a_browser(a_resident()).get(OLD).status_code == 404
    assert a_browser().get("/service/liten-tjanst/").status_code == 404


def given_up(slug="liten-tjanst"):
    with scope():
        give_up_address(Service.objects.get(key="small-service").pk, slug, actor=an_author())


def test_a_receipt_and_a_page_that_lies_open_outlive_it(taken):
    a_service(with_slug("liten-tjanst"))
    sent = Visitor(a_browser(), "liten-tjanst")
    sent.fill_in_all()
    receipt = sent.send()["Location"]
    half = Visitor(a_browser(), "liten-tjanst")
    half.fill_in("about-you", name="Alva", email="alva@example.org")
    open_page = half.see("your-dog/")
    published(with_slug("mindre-tjanst"))
    given_up()
    forget_catalogues()
    assert sent.browser.get(receipt)["Location"] == receipt.replace(OLD, NEW)
    assert sent.browser.get(receipt, follow=True).status_code == 200
    answer = half.fill_in("your-dog", seen_page=open_page, has_dog="no")
    assert answer.status_code == 303 and answer["Location"].startswith(NEW)
    with scope():
        assert Draft.objects.count() == 2


def test_somebody_else_s_draft_is_not_opened_by_the_way_round(taken):
    a_service(with_slug("liten-tjanst"))
    sent = Visitor(a_browser(), "liten-tjanst")
    sent.fill_in_all()
    receipt = sent.send()["Location"]
    published(with_slug("mindre-tjanst"))
    given_up()
    stranger = a_browser()
    assert stranger.get(receipt, follow=True).status_code == 404
    unknown = receipt[:-5] + ("0000/" if receipt[-5:] != "0000/" else "1111/")
    assert stranger.get(unknown).status_code == 404
    neighbour = a_browser(of=a_municipality("Lund"))
    assert neighbour.get(receipt).status_code == 404
