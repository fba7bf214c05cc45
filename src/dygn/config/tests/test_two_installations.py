"""The catalogue between two real installations: one gives, the other takes, adapts and is told what is new.

The other one (Lund) is processes of its own with a database of its own and is asked by https; this one (Ekeby) is the
installation of the tests, used through its pages and its jobs.
"""

import html
import json
import re

import pytest

from dygn.config.tests.another_installation import another_installation
from dygn.operations.tasks import address_of_news
from dygn.operations.tests.test_editor_views import form_of
from dygn.post.models import OutboxRow
from dygn.services.actions.tell_catalogue_news import tell_catalogue_news
from dygn.services.models import (
    CatalogueEntry,
    CatalogueSource,
    CatalogueVersion,
    InventoryEntry,
    Service,
    WorkingCopy,
)
from dygn.services.rules.package.compiling import content_hash
from dygn.services.rules.package.files import PackageFiles, open_package, pack
from dygn.services.rules.package.signing import new_keys
from dygn.services.tasks import fetch_catalogue
from dygn.services.tests.factories import LETTERS, NOON, SMALL
from dygn.services.tests.test_upgrades import NEWER
from tests.cast import a_browser, a_colleague, a_municipality, a_staff_member, an_administrator, scope

pytestmark = pytest.mark.django_db
CATALOGUE = "/en/staff/admin/catalogue/"
SERVICE = "/en/staff/admin/services/small-service/"
DOG = "take:questions/dog_name/label/en"
THERE = ("--municipality", "lund")
OWN_TO_LUND = "owner: dogs\nslug: {sv: lunds-adress, en: address-of-lund}\n"


@pytest.fixture(scope="module")
def lund(tmp_path_factory, another_database):
    folder = tmp_path_factory.mktemp("lund")
    with another_installation(folder, another_database) as lund:
        lund.say("municipality", "add", "lund", "--name", "Lund", "--country", "se", "--host", "localhost")
        lund.say("unit", "add", *THERE, "dogs", "--name", "sv=Hundgruppen")
        yield lund


@pytest.fixture(autouse=True)
def own_authority(lund, settings):
    """Lund has a certificate of its own making: it is believed because it is named."""
    settings.DYGN_OUTBOUND_CERTIFICATES = str(lund.certificate)


def offer(lund, text=SMALL, *, new=""):
    """Publish a version in Lund and offer it in its open list."""
    package = lund.folder / "package.zip"
    package.write_bytes(pack(PackageFiles({"service.yaml": text + OWN_TO_LUND, **LETTERS})))
    key = re.search(r"key: (\S+)", text)[1]
    lund.say("service", "install", *THERE, "--publish", package)
    lund.say("service", "catalogue", "offer", *THERE, key, "--why", "Short and clear", "--new", new)
    return key


def words_of(answer):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())).split())


def look_in(lund, *, publisher="Lund", public_key=None):
    """Add Lund's address on the page for it, and let the job fetch what lies there."""
    page = a_browser(an_administrator())
    said = {"name": "Lund", "address": f"{lund.address}/open-data/catalogue.json", "publisher": publisher}
    said["public_key"] = lund.public_key if public_key is None else public_key
    assert page.post(CATALOGUE + "addresses/", {**said, "add": "1"}).status_code == 302
    fetch()
    return words_of(page.get(CATALOGUE + "addresses/"))


def fetch():
    with scope():
        fetch_catalogue.run.__wrapped__(source_id=CatalogueSource.objects.get().pk)


def an_owner():
    """A service owner at the pages of Ekeby."""
    member = a_staff_member("service_owner", name="Olle Owner")
    return member, a_browser(a_colleague(member))


def adopted(browser):
    """Find Lund's service in the catalogue, look at it, try it, and make it one's own."""
    listed = browser.get(CATALOGUE)
    assert "Small service" in words_of(listed) and "Lund · version 1" in words_of(listed)
    with scope():
        page = f"{CATALOGUE}{CatalogueEntry.objects.get(key='small-service').pk}/"
    assert "By Lund, whom we trust." in words_of(browser.get(page))
    preview = browser.get(browser.post(page, {"try": "1"}).url)
    assert "as Lund offers it. It is not installed here." in words_of(preview)
    with scope():
        assert not Service.objects.exists()
    assert browser.post(page, {"adopt": "1"}).url == SERVICE
    return page


def told(member):
    """Do the morning's round; give what the owner has been sent."""
    with scope():
        tell_catalogue_news(address_of=address_of_news, now=NOON)
        return list(OutboxRow.objects.order_by("pk").values_list("template", flat=True))


def label(of="dog_name"):
    with scope():
        data = WorkingCopy.objects.get().data
    return next(each for page in data["pages"] for each in page["questions"] if each["id"] == of)["label"]


def test_a_service_is_offered_adopted_adapted_renewed_and_advised_against_between_two_installations(lund):
    a_municipality()
    offer(lund)
    lund.say("service", "set", *THERE, "small-service", "--most", "7", "--closes-on", "2027-06-30")
    assert "Short and clear" not in look_in(lund)
    member, browser = an_owner()
    page = adopted(browser)
    with scope():
        service = Service.objects.get()
        assert (service.state, service.settings, service.owner_unit, service.slug) == (
            "draft",
            {},
            None,
            "liten-tjanst",
        )
        assert "dogs" not in json.dumps(service.versions.get().definition)
        InventoryEntry.objects.filter(service=service).update(person=member)
    browser.post(SERVICE + "edit/", {"begin": "1"})
    fields = form_of(browser.get(SERVICE + "edit/questions/dog_name/"))
    fields |= {"label-sv": "Hundens namn?", "label-en": "Name of your dog?"}
    assert browser.post(SERVICE + "edit/questions/dog_name/", fields).status_code == 302
    fetch()
    assert told(member) == []

    offer(lund, NEWER, new="It asks about the chip")
    fetch()
    assert told(member) == ["catalogue_newer"] and told(member) == ["catalogue_newer"]
    assert "There is a newer version of Small service" in words_of(browser.get(CATALOGUE))
    differs = browser.get(SERVICE + "upgrade/")
    words = words_of(differs)
    for said in (
        "Lund has offered version 2",
        "New question",
        "1 thing that both have changed",
        "By Lund, whom we trust.",
    ):
        assert said in words, said
    for three in ("What is the dog called?", "Name of your dog?", "What is your dog's name?"):
        assert three in words, three
    kept = dict(re.findall(r'name="(seen|content)" value="([^"]*)"', differs.content.decode()))
    answer = browser.post(SERVICE + "upgrade/", {**kept, "adopt": "1", DOG: "ours"})
    assert answer.url == SERVICE + "edit/"
    assert label()["en"] == "Name of your dog?" and label("chip") == {"sv": "Chip", "en": "Chip"}
    assert "There is nothing newer" in words_of(browser.get(SERVICE + "upgrade/"))
    with scope():
        assert Service.objects.get().settings == {} and Service.objects.get().owner_unit is None

    lund.say("service", "catalogue", "deprecate", *THERE, "small-service", "--note", "The law has changed")
    fetch()
    assert told(member) == ["catalogue_newer", "catalogue_deprecated"] and len(told(member)) == 2
    for address in (page, CATALOGUE, SERVICE):
        assert "The law has changed" in words_of(browser.get(address)), address


def tampered(content, *, keeps_its_proof):
    """Put another question into a package; its signature stays as it was, and may say of what it is."""
    files = open_package(content)
    texts = {
        **files.texts,
        "service.yaml": files.service.replace("What is the dog called?", "Your card's code?"),
    }
    signature = json.loads(files.signature)
    if not keeps_its_proof:
        signature["content_hash"] = content_hash(PackageFiles(texts))
    return pack(PackageFiles(texts, json.dumps(signature)))


@pytest.mark.parametrize(
    ("hides_it", "keeps_its_proof", "why"),
    [
        (False, True, "not the one that the catalogue promises"),
        (True, True, "The signature is of another content"),
        (True, False, "The signature is not that of “Lund”"),
    ],
)
def test_a_package_that_somebody_has_tampered_with_at_its_origin_is_refused(
    lund, hides_it, keeps_its_proof, why
):
    """Whoever has got at Lund's database has not got at its key."""
    key = offer(lund, SMALL.replace("small-service", f"tampered-{hides_it}-{keeps_its_proof}".lower()))
    package = lund.get(f"/open-data/catalogue/lund/{key}-1.zip")
    content = tampered(package, keeps_its_proof=keeps_its_proof)
    where = "entry_id = (SELECT id FROM services_catalogueentry WHERE key = %s)"
    lund.change(f"UPDATE services_catalogueversion SET package = %s WHERE {where}", content, key)
    if hides_it:
        known_by = content_hash(open_package(content))
        lund.change(f"UPDATE services_catalogueversion SET content_hash = %s WHERE {where}", known_by, key)
        lund.change("UPDATE services_catalogueentry SET newest_hash = %s WHERE key = %s", known_by, key)
    words = look_in(lund)
    assert why in words, words
    with scope():
        assert not CatalogueEntry.objects.filter(key=key).exists()


def test_what_is_signed_with_a_key_that_we_do_not_know_is_refused_where_we_ask_for_one(lund):
    key = offer(lund, SMALL.replace("small-service", "signed"))
    words = look_in(lund, public_key=new_keys()[1])
    assert f"{key}" in words and "The signature is not that of “Lund”" in words
    with scope():
        assert not CatalogueEntry.objects.exists()


def test_without_its_key_it_is_taken_in_as_from_somebody_unknown(lund):
    key = offer(lund, SMALL.replace("small-service", "unknown"))
    look_in(lund, publisher="", public_key="")
    with scope():
        version = CatalogueVersion.objects.get(entry__key=key)
        assert (version.trust, version.publisher) == ("unknown", "Lund")


def test_an_installation_whose_certificate_nobody_vouches_for_is_not_believed(lund, settings):
    settings.DYGN_OUTBOUND_CERTIFICATES = ""
    assert "could not be reached" in look_in(lund)
