"""Another installation's catalogue: fetched by a job, looked through, shown among the others, never trusted blindly."""

import json
from dataclasses import asdict

import pytest

from dygn.base.errors import NotForYou, OutsideFailure, Refusal
from dygn.base.outbound import Answer
from dygn.base.saying import from_kept
from dygn.services.actions import fetch_source as fetching
from dygn.services.actions.adopt_entry import adopt_entry
from dygn.services.actions.fetch_source import fetch_source
from dygn.services.actions.keep_source import add_source, remove_source
from dygn.services.catalogue_queries import AskedCatalogue, catalogue_page, newer_offered, use_of
from dygn.services.models import CatalogueEntry, CatalogueSource, CatalogueUse, CatalogueVersion, Service
from dygn.services.rules.catalogue_feed import FORMAT, Listed, read, written
from dygn.services.rules.package.compiling import content_hash
from dygn.services.rules.package.files import PackageFiles, pack
from dygn.services.rules.package.signing import new_keys, sign
from dygn.services.tests.factories import LETTERS, NOON, SMALL
from dygn.services.tests.imported_forms import mutated
from dygn.services.tests.test_catalogue import an_offer
from dygn.services.tests.test_upgrades import NEWER
from tests.cast import a_browser, a_municipality, an_administrator, an_author, scope

pytestmark = pytest.mark.django_db
ADDRESS = "https://lund.example/open-data/catalogue.json"


class Elsewhere:
    """Another installation, as our calls meet it."""

    def __init__(self):
        self.keys = new_keys()
        self.answers, self.offers, self.asked = {}, [], []

    def offers_package(self, text=SMALL, *, number=1, signed=True, **said):
        files = PackageFiles({"service.yaml": text, **LETTERS})
        known_by = content_hash(files)
        if signed:
            signature = sign(known_by, publisher="Lund", private_key=self.keys[0], at=NOON).written()
            files = PackageFiles(files.texts, signature)
        facts = {"key": "small-service", "by": "Lund", "by_key": "lund", "country": "se", "number": number}
        facts |= {
            "content_hash": known_by,
            "package": f"/p/{number}.zip",
            "why": "Good",
            "uses": 7,
            "rating": 4.5,
        }
        self.answers[f"https://lund.example/p/{number}.zip"] = pack(files)
        self.offers = [facts | said]
        return self

    def __call__(self, method, url, *, limits=None):
        self.asked.append(url)
        assert limits.seconds <= 20 and limits.largest_bytes <= 5_000_000
        if url == ADDRESS and url not in self.answers:
            return Answer(200, json.dumps({"format": FORMAT, "offers": self.offers}).encode())
        answer = self.answers.get(url, Answer(404, b""))
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, Answer) else Answer(200, answer)


@pytest.fixture
def elsewhere(monkeypatch):
    elsewhere = Elsewhere()
    monkeypatch.setattr(fetching, "call", elsewhere)
    return elsewhere


@pytest.fixture(autouse=True)
def within():
    with scope():
        yield


def a_source(elsewhere=None):
    key = {"publisher": "Lund", "public_key": elsewhere.keys[1]} if elsewhere else {}
    return add_source(ADDRESS, name="Lund", **key, actor=an_administrator(), now=NOON)


def a_list(offers):
    return read(json.dumps({"format": FORMAT, "offers": offers}).encode(), ADDRESS)


def fetched(source):
    return fetch_source(source.pk, now=NOON)


def test_what_another_installation_offers_stands_among_the_others_with_where_it_comes_from(elsewhere):
    elsewhere.offers_package()
    source = fetched(a_source(elsewhere))
    assert (source.trouble, source.refused) == ("", [])
    found = catalogue_page(AskedCatalogue(), an_author()).entries[0]
    assert (found.title, found.source.name, found.adopted, found.rating) == ("Small service", "Lund", 7, 4.5)
    assert CatalogueVersion.objects.get().trust == "trusted"


def test_it_is_adopted_and_renewed_as_any_other(elsewhere):
    source = a_source(elsewhere.offers_package())
    fetched(source)
    version = adopt_entry(CatalogueEntry.objects.get().pk, actor=an_author(), now=NOON)
    assert (version.origin.source, version.origin.trust, version.origin.publisher) == (
        "catalogue",
        "trusted",
        "Lund",
    )
    assert newer_offered(use_of(version.service)) is None
    elsewhere.offers_package(NEWER, number=2, note="Chips")
    fetched(source)
    assert newer_offered(use_of(version.service)).number == 2


def test_what_is_there_already_is_not_fetched_twice_and_what_is_gone_is_withdrawn(elsewhere):
    source = a_source(elsewhere.offers_package())
    fetched(source)
    elsewhere.asked.clear()
    fetched(source)
    assert elsewhere.asked == [ADDRESS]
    elsewhere.offers = []
    fetched(source)
    assert catalogue_page(AskedCatalogue(), an_author()).count == 0


def test_with_a_key_only_what_is_signed_with_it_is_taken_in(elsewhere):
    fetched(source := a_source(elsewhere.offers_package(signed=False)))
    source.refresh_from_db()
    assert "not signed by Lund" in source.not_taken_in[0][1] and not CatalogueEntry.objects.exists()
    elsewhere.offers_package()
    signed_by_another = new_keys()
    source.public_key = signed_by_another[1]
    source.save()
    assert "signature is not that of" in fetched(source).not_taken_in[0][1]


@pytest.mark.parametrize(
    ("package", "why"),
    [
        (b"no zip", "no zip file"),
        (b"PK" + b"0" * 100, "no zip file"),
        (pack(PackageFiles({"service.yaml": SMALL.replace("kind: text", "kind: exec")})), "“exec” is not known here"),
        (
            pack(PackageFiles({"service.yaml": SMALL.replace("Try it.", "<script>x</script>")})),
            "service.yaml",
        ),
        (
            pack(PackageFiles({"service.yaml": SMALL.replace("Small service", '"a\\0b"'), **LETTERS})),
            "no text",
        ),
        (pack(PackageFiles({"service.yaml": SMALL, "letters/receipt.sv.md": "# Tack\x00"})), "no text"),
        (pack(PackageFiles({"service.yaml": NEWER, **LETTERS})), "not the one that the catalogue promises"),
        (OutsideFailure("lund.example took too long."), "took too long"),
        (Answer(302, b"", {"location": "http://127.0.0.1/"}), "sends us on"),
    ],
)
def test_a_hostile_package_is_refused_with_the_reason_and_the_rest_comes_over(elsewhere, package, why):
    source = a_source()
    good = elsewhere.offers_package(
        SMALL.replace("small-service", "good-one"), number=5, key="good-one"
    ).offers[0]
    elsewhere.offers_package()
    elsewhere.offers.append(good)
    elsewhere.answers["https://lund.example/p/1.zip"] = package
    found = fetched(source)
    assert found.trouble == "" and why in found.not_taken_in[0][1]
    assert [each.key for each in CatalogueEntry.objects.all()] == ["good-one"]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (OutsideFailure("lund.example could not be reached: ConnectTimeout"), "could not be reached"),
        (OutsideFailure("lund.example lies in a private network.", lasting=True), "private network"),
        (Answer(404, b""), "answered 404"),
        (Answer(301, b"", {"location": "http://10.0.0.1/"}), "sends us on"),
        (b"<html>", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[]", "that we can read"),
        (json.dumps({"format": FORMAT, "offers": [{}] * 501}).encode(), "more than 500"),
    ],
)
def test_a_broken_catalogue_gives_a_plain_message_and_what_was_fetched_stays(elsewhere, answer, why):
    source = a_source(elsewhere.offers_package())
    fetched(source)
    elsewhere.answers[ADDRESS] = answer
    assert why in fetched(source).trouble
    assert catalogue_page(AskedCatalogue(), an_author()).count == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"package": "https://10.0.0.1/x.zip"},
        {"package": "http://lund.example/x.zip"},
        {"package": "//evil.example/x.zip"},
        {"content_hash": "x"},
        {"key": "../../etc"},
        {"number": True},
        {"number": 10**9},
        {"why": "x" * 301},
        {"why": "a\u0000b"},
        {"tags": {"a": 1}},
        {"state": "hacked"},
        {"country": "xx"},
        {"rating": "five"},
        {"rating": float("nan")},
        {"rating": float("inf")},
    ],
)
def test_an_offer_that_says_what_it_may_not_is_refused(wrong):
    offer = asdict(Listed("a", "Lund", "lund", "se", 1, "0" * 64, "/p.zip")) | wrong
    found = a_list([offer])
    assert found.offers == [] and "Offer 1" in str(from_kept(found.refused[0]["why"]))


@pytest.mark.parametrize("offer", ["x", 7, None, [], {}, {"key": "x"}])
def test_what_is_no_offer_is_refused_and_nothing_is_withdrawn_for_it(offer):
    found = a_list([offer])
    assert found.offers == [] and "Offer 1" in str(from_kept(found.refused[0]["why"])) and not found.missing_is_gone


def test_one_faulty_offer_or_one_that_stands_there_twice_does_not_stop_the_rest(elsewhere):
    source = a_source(elsewhere.offers_package())
    good = elsewhere.offers[0]
    elsewhere.offers = [good | {"why": "a\u0000b"}, good | {"key": "bad", "number": 0}, good, dict(good), "x"]
    found = fetched(source)
    assert found.trouble == "" and [each["key"] for each in found.refused] == [
        "small-service",
        "bad",
        "small-service",
        "5",
    ]
    assert CatalogueEntry.objects.get().why == "Good"
    elsewhere.offers = [good | {"number": 0}]
    fetched(source)
    assert not CatalogueEntry.objects.get().is_withdrawn


def test_spaces_that_do_not_break_are_read_as_spaces_and_never_written():
    offer = Listed(
        "a", "Lund", "lund", "se", 1, "0" * 64, "/p.zip", why="5\u00a0kr\u200b", tags=("\u200b", "x\u00a0y")
    )
    whole = written([offer], publisher="Lund")
    assert "\u00a0" not in whole and "\u200b" not in whole
    read_again = read(whole.encode(), ADDRESS).offers[0]
    assert (read_again.why, read_again.tags) == ("5 kr", ("x y",))
    assert a_list([asdict(offer) | {"why": "5\u00a0kr", "tags": ["x\u00a0y"]}]).offers[0].why == "5 kr"


def test_a_list_that_is_cut_says_so_and_nothing_is_withdrawn_for_it(elsewhere):
    offers = [Listed(f"a{n}", "Lund", "lund", "se", 1, "0" * 64, "/p.zip") for n in range(501)]
    cut = read(written(offers, publisher="Lund").encode(), ADDRESS)
    assert len(cut.offers) == 500 and not cut.missing_is_gone
    assert read(written(offers[:500], publisher="Lund").encode(), ADDRESS).missing_is_gone
    source = a_source(elsewhere.offers_package())
    fetched(source)
    elsewhere.answers[ADDRESS] = json.dumps({"format": FORMAT, "complete": False, "offers": []}).encode()
    fetched(source)
    assert not CatalogueEntry.objects.get().is_withdrawn


def test_what_was_refused_before_is_tried_last(elsewhere):
    source = a_source(elsewhere.offers_package(SMALL.replace("small-service", "bad"), number=2, key="bad"))
    bad = elsewhere.offers
    elsewhere.answers["https://lund.example/p/2.zip"] = b"no zip"
    assert fetched(source).refused[0]["key"] == "bad"
    elsewhere.offers_package()
    elsewhere.offers = [*bad, *elsewhere.offers]
    elsewhere.asked.clear()
    fetched(source)
    assert [each[-5:] for each in elsewhere.asked[1:]] == ["1.zip", "2.zip"]
    assert CatalogueEntry.objects.get().key == "small-service"


def test_what_is_said_of_an_offer_is_kept_as_lines_that_can_be_read_elsewhere():
    from dygn.services.actions.offer_service import OfferFacts

    entry = an_offer(
        facts=OfferFacts(
            why=" 5\u00a0kr\n a day\u200b", contact="A\u202fB", tags=("a, b", "c\u00a0d" * 20), note="x\ty"
        )
    )
    with scope():
        entry.refresh_from_db()
        assert (entry.why, entry.contact, entry.tags[:2]) == ("5 kr a day", "A B", ["a", "b"])
        assert len(entry.tags[2]) <= 40 and CatalogueVersion.objects.get(entry=entry).note == "x y"


def test_a_thousand_broken_lists_are_read_or_refused_and_never_more():
    offers = [
        Listed(f"a{n}", "Lund", "lund", "se", 1, "0" * 64, "/p.zip", tags=("x",), rating=4.0)
        for n in range(4)
    ]
    whole = written(offers, publisher="Lund").encode()
    for seed in range(1_000):
        try:
            for offer in read(mutated(whole, seed), ADDRESS).offers:
                assert offer.package.startswith("https://lund.example/")
        except Refusal as refusal:
            assert str(refusal.message)


def test_what_is_written_is_read_again():
    offer = Listed(
        "a", "Lund", "lund", "se", 1, "0" * 64, "https://lund.example/p.zip", tags=("x",), rating=4.0
    )
    found = read(written([offer], publisher="Lund").encode(), ADDRESS)
    assert (found.offers, found.refused, found.missing_is_gone) == ([offer], [], True)


@pytest.mark.parametrize(
    "address",
    [
        "http://lund.example/",
        "ftp://lund.example",
        "lund.example",
        "https://",
        "https://a:b@lund.example/",
        "https://[x/",
    ],
)
def test_only_a_whole_https_address_is_taken(address):
    with pytest.raises(Refusal) as refusal:
        add_source(address, name="Lund", actor=an_administrator(), now=NOON)
    assert refusal.value.code == "address"


@pytest.mark.parametrize(
    "key", [{"public_key": "x"}, {"publisher": "Lund"}, {"publisher": "L", "public_key": "eA=="}]
)
def test_half_a_key_or_none_at_all_is_refused(key):
    with pytest.raises(Refusal):
        add_source(ADDRESS, name="Lund", **key, actor=an_administrator(), now=NOON)


def test_a_private_address_is_not_called(settings):
    """Without a stand-in for the call: the guard of ``base.outbound`` answers."""
    settings.DYGN_OUTBOUND_PRIVATE_HOSTS = frozenset()
    source = add_source("https://127.0.0.1:1/c.json", name="In", actor=an_administrator(), now=NOON)
    assert "private network" in fetched(source).trouble


def test_only_administrators_choose_where_to_look_and_removing_leaves_ones_services(elsewhere):
    with pytest.raises(NotForYou):
        add_source(ADDRESS, name="Lund", actor=an_author(), now=NOON)
    source = a_source(elsewhere.offers_package())
    with pytest.raises(Refusal):
        a_source()
    fetched(source)
    adopt_entry(CatalogueEntry.objects.get().pk, actor=an_author(), now=NOON)
    remove_source(source.pk, actor=an_administrator())
    assert not CatalogueSource.objects.exists() and not CatalogueEntry.objects.exists()
    assert Service.objects.count() == 1 and not CatalogueUse.objects.exists()


def test_this_installation_gives_its_own_out_to_others(elsewhere, settings, monkeypatch):
    """What one gives out, another takes in: the list and the packages, end to end."""
    settings.DYGN_PUBLISHER = "Ekeby"
    settings.DYGN_SIGNING_KEY = "env:CATALOGUE_TEST_KEY"
    monkeypatch.setenv("CATALOGUE_TEST_KEY", elsewhere.keys[0])
    an_offer()
    browser = a_browser()
    answer = browser.get("/open-data/catalogue.json")
    assert (
        answer["Content-Type"].startswith("application/json") and answer["Access-Control-Allow-Origin"] == "*"
    )
    elsewhere.answers[ADDRESS] = answer.content
    package = json.loads(answer.content)["offers"][0]["package"]
    elsewhere.answers[f"https://lund.example{package}"] = browser.get(package).content
    with scope(a_municipality("Sundby")) as sundby:
        source = add_source(
            ADDRESS, name="E", publisher="Ekeby", public_key=elsewhere.keys[1],
            actor=an_administrator(of=sundby), now=NOON,
        )  # fmt: skip
        found = fetched(source)
        assert (found.trouble, found.refused) == ("", [])
        assert CatalogueEntry.objects.get().offered_by == "Ekeby"


def test_what_is_for_this_installation_alone_or_withdrawn_is_not_given_out():
    from dygn.services.actions.offer_service import OfferFacts, withdraw_offer

    entry = an_offer(facts=OfferFacts(why="x", is_open=False))
    browser = a_browser()
    assert json.loads(browser.get("/open-data/catalogue.json").content)["offers"] == []
    assert browser.get("/open-data/catalogue/ekeby/small-service-1.zip").status_code == 404
    CatalogueEntry.objects.update(is_open=True)
    assert browser.get("/open-data/catalogue/ekeby/small-service-1.zip").status_code == 200
    assert browser.get("/open-data/catalogue/ekeby/small-service-9.zip").status_code == 404
    assert browser.post("/open-data/catalogue.json").status_code == 405
    withdraw_offer(entry.pk, actor=an_author(), now=NOON)
    assert browser.get("/open-data/catalogue/ekeby/small-service-1.zip").status_code == 404
