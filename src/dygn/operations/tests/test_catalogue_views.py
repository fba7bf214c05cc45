"""The pages of the catalogue between municipalities: found, tried, adopted, spoken of, renewed."""

import html
import re

import pytest

from dygn.services.models import CatalogueComment, CatalogueEntry, CatalogueSource, PreviewLink, Service
from dygn.services.tests.test_catalogue import NOON, WHY, a_second_version, adopted, an_offer
from tests.cast import (
    a_browser,
    a_colleague,
    a_municipality,
    a_resident,
    a_staff_member,
    an_administrator,
    an_author,
    an_officer,
    scope,
)

pytestmark = pytest.mark.django_db
CATALOGUE = "/en/staff/admin/catalogue/"
OFFER = "/en/staff/admin/services/small-service/offer/"


@pytest.fixture
def neighbour():
    return a_municipality("Sundby", country="dk", language="da")


@pytest.fixture
def entry():
    return an_offer()


@pytest.fixture
def browser(neighbour):
    return a_browser(an_author(of=neighbour, name="Bente Berg"))


def words_of(response):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def page_of(entry):
    return f"{CATALOGUE}{entry.pk}/"


def test_an_offer_is_found_and_told_at_a_glance(entry, browser):
    words = words_of(browser.get(CATALOGUE))
    assert "Small service" in words and "Ekeby · version 1" in words and "Short and clear" in words
    words = words_of(browser.get(page_of(entry)))
    for said in ("questions", "What is the dog called?", "The street unit", "Svenska, English", "Not signed"):
        assert said in words
    assert "Nothing fits the filter" in words_of(browser.get(CATALOGUE + "?q=nothing"))
    assert browser.get(CATALOGUE + "?page=x&sort=bad&by=;&language=xx1").status_code == 200


def test_topics_are_told_in_words(neighbour, browser):
    an_offer(key="parking", topics="[traffic, odd-one]")
    words = words_of(browser.get(CATALOGUE))
    assert "Traffic and parking" in words and "odd one" in words
    assert "Parking" not in words_of(browser.get(CATALOGUE + "?topic=school")).split("offers")[-1]


def test_every_topic_of_the_ready_made_packages_has_a_name():
    from dygn.operations.packages_of_the_house import packages_of_the_house
    from dygn.operations.topics_in_words import TOPICS
    from dygn.services.rules.package.files import SERVICE, open_package
    from dygn.services.rules.package.yaml_reading import read_yaml

    named = [read_yaml(SERVICE, open_package(each.folder).service).data for each in packages_of_the_house()]
    assert {topic for each in named for topic in each.get("topics", ())} <= set(TOPICS)


def test_it_is_tried_in_a_preview_with_nothing_installed(entry, browser, neighbour):
    answer = browser.post(page_of(entry), {"try": "1"})
    page = browser.get(answer.url)
    assert "as Ekeby offers it. It is not installed here." in words_of(page)
    assert browser.post(answer.url, {"who": "nobody"}).status_code == 303
    with scope(neighbour):
        assert PreviewLink.objects.count() == 1 and not Service.objects.exists()


def test_it_is_adopted_by_a_press(entry, browser, neighbour):
    answer = browser.post(page_of(entry), {"adopt": "1"})
    assert answer.url.endswith("/services/small-service/")
    assert "Not yet published" in words_of(browser.get(answer.url))
    assert "We use it" in words_of(browser.get(CATALOGUE))
    assert browser.get("/en/staff/admin/services/small-service/edit/").status_code == 200


def test_what_is_newer_is_brought_in_on_the_page_of_upgrades(entry, browser, neighbour):
    version = adopted(entry, neighbour)
    a_second_version()
    with scope():
        from dygn.services.actions.offer_service import offer_service

        offer_service(Service.objects.get().pk, WHY, actor=an_author(), now=NOON)
    assert "There is a newer version of Small service" in words_of(browser.get(CATALOGUE))
    service = "/en/staff/admin/services/small-service/"
    assert "There is something new where this service comes from" in words_of(browser.get(service))
    listed = browser.get("/en/staff/admin/services/").content.decode()
    assert 'See what is new<span class="dy-sr-only"> Small service</span>' in listed
    page = browser.get(service + "upgrade/")
    assert "Ekeby has offered version 2 in the catalogue" in words_of(page) and "New question" in words_of(
        page
    )
    hidden = dict(
        re.findall(r'<input type="hidden" name="(seen|content)" value="([^"]*)"', page.content.decode())
    )
    answer = browser.post(service + "upgrade/", {**hidden, "adopt": "1"})
    assert answer.url == service + "edit/"
    assert "There is nothing newer" in words_of(browser.get(service + "upgrade/"))
    assert "against version 1" in words_of(browser.get(page_of(entry) + "versions/2/"))
    with scope(neighbour):
        assert version.service.versions.count() == 2


def test_a_service_is_offered_advised_against_and_taken_back(neighbour, browser):
    from dygn.services.tests.factories import a_service

    a_service()
    own = a_browser(an_author())
    assert "Offer it to other municipalities" in words_of(own.get("/en/staff/admin/services/small-service/"))
    answer = own.post(OFFER, {"offer": "1", "version": "1", "why": "", "tags": "a, b,a"})
    assert answer.status_code == 422
    answer = own.post(
        OFFER, {"offer": "1", "version": "1", "why": "Clear", "tags": "a, b,a", "is_open": "on"}
    )
    assert answer.status_code == 302
    with scope():
        entry = CatalogueEntry.objects.get()
        assert entry.tags == ["a", "b"] and entry.is_open
    adopted(entry, neighbour)
    assert own.post(OFFER, {"deprecate": "1", "note": ""}).status_code == 422
    assert own.post(OFFER, {"deprecate": "1", "note": "Too long", "instead": ""}).status_code == 302
    for page in (CATALOGUE, page_of(entry), "/en/staff/admin/services/small-service/"):
        words = words_of(browser.get(page))
        assert "Too long" in words and "advises against" in words, page
    assert own.post(OFFER, {"withdraw": "1"}).status_code == 302
    assert "This has been withdrawn" in words_of(browser.get(page_of(entry)))


def test_experience_is_written_changed_folded_and_deleted(entry, browser, neighbour):
    assert "Whoever uses it can say here how it works." in words_of(browser.get(page_of(entry)))
    adopted(entry, neighbour)
    said = {"comment": "1", "rating": "4", "text": "Godt <b>nok</b>", "name": "Vej og park"}
    assert browser.post(page_of(entry), {**said, "rating": "9"}).status_code == 422
    assert browser.post(page_of(entry), said).status_code == 302
    own = a_browser(an_author())
    page = own.get(page_of(entry))
    assert "Vej og park, Sundby" in words_of(page) and "<b>nok" not in page.content.decode()
    with scope(neighbour):
        comment = CatalogueComment.objects.get()
    assert "Say why." in words_of(own.post(page_of(entry), {"fold": comment.pk, "reason": " "}))
    for wrong in ("a\0b", "x" * 301):
        assert own.post(page_of(entry), {"fold": comment.pk, "reason": wrong}).status_code == 200
    assert own.post(page_of(entry), {"fold": comment.pk, "reason": "Names somebody."}).status_code == 302
    assert "Folded away by Ekeby: Names somebody." in words_of(browser.get(page_of(entry)))
    assert own.post(page_of(entry), {"delete": comment.pk}).status_code == 404
    assert browser.post(page_of(entry), {"fold": comment.pk, "reason": "x"}).status_code == 404
    assert browser.post(page_of(entry), {"delete": comment.pk}).status_code == 302
    assert browser.post(page_of(entry), {"delete": comment.pk}).status_code == 404


def test_other_catalogues_are_kept_by_administrators_alone(neighbour, browser):
    page = CATALOGUE + "addresses/"
    assert browser.get(page).status_code == 404
    own = a_browser(an_administrator(of=neighbour))
    assert "You look in no other catalogue yet." in words_of(own.get(page))
    wrong = {"add": "1", "name": "Lund", "address": "http://lund.example/c.json"}
    answer = own.post(page, wrong)
    assert answer.status_code == 422 and "beginning with https://" in words_of(answer)
    right = {"add": "1", "name": "Lund", "address": "https://lund.example/c.json"}
    assert own.post(page, right).status_code == 302
    assert "https://lund.example/c.json" in words_of(own.get(page))
    with scope(neighbour):
        source = CatalogueSource.objects.get()
    assert own.post(page, {"fetch": source.pk}).status_code == 302
    elsewhere = a_browser(an_administrator())
    elsewhere.post(page, {"remove": source.pk})
    with scope(neighbour):
        assert CatalogueSource.objects.count() == 1
    own.post(page, {"remove": source.pk})
    with scope(neighbour):
        assert CatalogueSource.objects.count() == 0


@pytest.mark.parametrize("who", ["nobody", "resident", "officer"])
def test_nobody_else_comes_in(entry, who):
    actor = {"nobody": None, "resident": a_resident(), "officer": an_officer()}[who]
    browser = a_browser(actor)
    for address in (
        CATALOGUE,
        page_of(entry),
        OFFER,
        page_of(entry) + "versions/1/",
        CATALOGUE + "addresses/",
    ):
        assert browser.get(address).status_code in (302, 403, 404), address
        assert browser.post(address, {"adopt": "1"}).status_code in (302, 403, 404, 405)


def test_the_neighbour_offers_nothing_in_our_name(entry, browser):
    assert browser.get(OFFER).status_code == 404
    assert browser.post(OFFER, {"withdraw": "1"}).status_code == 404


def test_a_page_of_the_catalogue_asks_as_often_for_many_as_for_few(neighbour, django_assert_max_num_queries):
    for number in range(5):
        an_offer(key=f"service-{number}")
    browser = a_browser(an_author(of=neighbour))
    browser.get(CATALOGUE)
    with django_assert_max_num_queries(16):
        browser.get(CATALOGUE)


def test_the_page_of_one_asks_as_often_whatever_is_said_of_it(
    entry, neighbour, django_assert_max_num_queries
):
    from dygn.services.actions.comment_entry import write_comment

    adopted(entry, neighbour)
    with scope(neighbour):
        for _number in range(5):
            member = a_staff_member("service_owner", of=neighbour)
            write_comment(entry.pk, rating=3, text="x", actor=a_colleague(member), now=NOON)
    browser = a_browser(an_author(of=neighbour))
    browser.get(page_of(entry))
    with django_assert_max_num_queries(16):
        browser.get(page_of(entry))


def test_a_package_that_we_no_longer_take_in_is_told_plainly(entry, browser, neighbour):
    from dygn.services import catalogue_queries
    from dygn.services.models import CatalogueVersion
    from dygn.services.rules.package.files import PackageFiles, pack

    catalogue_queries._definitions.forget()
    old = pack(PackageFiles({"service.yaml": "format: 1\nkey: small-service\nodd: yes\n"}))
    with scope():
        CatalogueVersion.objects.update(package=old)
    assert "This package cannot be used here" in words_of(browser.get(page_of(entry)))
    answer = browser.post(page_of(entry), {"adopt": "1"})
    assert answer.status_code == 200 and "odd" in words_of(answer)
    answer = browser.post(page_of(entry), {"try": "1"})
    assert browser.get(answer.url).status_code == 409
    with scope(neighbour):
        assert not Service.objects.exists()


@pytest.mark.parametrize(
    "old",
    [b"no zip", "format: 1\nkey: small-service\nodd: yes\n", "a: [\n"],
    ids=["no zip", "odd", "no YAML"],
)
def test_what_is_newer_and_no_longer_taken_in_is_told_plainly_too(entry, browser, neighbour, old):
    from dygn.services import catalogue_queries
    from dygn.services.actions.offer_service import offer_service
    from dygn.services.models import CatalogueVersion
    from dygn.services.rules.package.files import PackageFiles, pack

    adopted(entry, neighbour)
    a_second_version()
    with scope():
        newer = offer_service(Service.objects.get().pk, WHY, actor=an_author(), now=NOON)
        catalogue_queries._definitions.forget()
        content = old if isinstance(old, bytes) else pack(PackageFiles({"service.yaml": old}))
        CatalogueVersion.objects.filter(number=2).update(package=content)
    page = "/en/staff/admin/services/small-service/upgrade/"
    answer = browser.get(page)
    assert answer.status_code == 200
    answer = browser.post(page, {"adopt": "1", "content": newer.newest_hash, "seen": "1"})
    assert answer.status_code == 200 and "cannot be taken in" in words_of(answer)
    assert browser.get(page_of(entry) + "versions/2/", follow=True).status_code == 200
    with scope(neighbour):
        assert Service.objects.get().versions.count() == 1


def test_an_offer_from_another_country_says_in_which_language_people_would_meet_it(entry, browser):
    words = words_of(browser.get(page_of(entry)))
    assert "It is not written for people here" in words
    assert "People here would meet it in Swedish, as it has no texts in Danish." in words
    assert "It is made in Sweden and may follow Swedish law." in words
    assert "Make it our own all the same" in words
    browser.post(page_of(entry), {"adopt": "1"})
    assert "It is not written for people here" in words_of(browser.get("/en/staff/admin/services/small-service/"))
    assert "It is not written for people here" not in words_of(browser.get(page_of(entry)))


def test_an_offer_for_people_here_says_nothing_of_that(entry):
    near = a_municipality("Lillby")
    words = words_of(a_browser(an_author(of=near)).get(page_of(entry)))
    assert "It is not written for people here" not in words and "Make it our own" in words
    assert "all the same" not in words
