"""A service owner sees what is new where a service comes from, chooses, and brings it in."""

import html
import re
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dygn.operations import packages_of_the_house
from dygn.services.actions.edit_package import edit_package
from dygn.services.models import Origin, Version, WorkingCopy
from dygn.services.rules.editing.changes import change_service
from dygn.services.rules.package.compiling import content_hash
from dygn.services.rules.package.files import PackageFiles, open_package, pack
from dygn.services.rules.package.signing import new_keys, sign
from dygn.services.tests.factories import LETTERS, NOON, a_service
from dygn.services.tests.test_upgrades import NEWER, worked_on
from tests.cast import a_browser, a_municipality, a_resident, an_author, an_officer, scope

pytestmark = pytest.mark.django_db
SERVICE = "/en/staff/admin/services/small-service/"
PAGE = SERVICE + "upgrade/"
TAKE = "take:questions/dog_name/label/en"


@pytest.fixture
def author():
    return an_author(name="Olle Owner")


@pytest.fixture
def service(author):
    service = a_service()
    with scope():
        worked_on(service, author)
    return service


@pytest.fixture
def browser(service, author):
    return a_browser(author)


def a_file(text=NEWER):
    content = pack(PackageFiles({"service.yaml": text, **LETTERS}))
    return SimpleUploadedFile("small.zip", content)


def words_of(response):
    return html.unescape(re.sub(r"<[^>]*>", " ", response.content.decode()))


def fields_of(page):
    """Give the hidden fields that a browser would send."""
    names = re.findall(r'<input type="hidden" name="(seen|content)" value="([^"]*)"', page.content.decode())
    return {**dict(names), "adopt": "1"}


def data():
    with scope():
        return WorkingCopy.objects.get().data


def dog_name():
    return next(each for page in data()["pages"] for each in page["questions"] if each["id"] == "dog_name")[
        "label"
    ]["en"]


@pytest.fixture
def waiting(browser):
    assert browser.post(PAGE, {"upload": "1", "package": a_file()}).url == PAGE


def test_where_nothing_is_new_the_page_says_so(browser):
    assert "There is nothing newer than what you have." in words_of(browser.get(PAGE))
    assert "There is something new" not in words_of(browser.get(SERVICE))


def test_what_is_new_is_told_with_what_both_have_changed_side_by_side(browser, waiting):
    service_page = words_of(browser.get(SERVICE))
    assert "There is something new where this service comes from" in service_page
    assert service_page.count("Not brought in") == 1
    words = words_of(browser.get(PAGE))
    assert "For residents" in words and "New question" in words and "Not signed" in words
    assert "1 thing that both have changed" in words
    for said in ("What is the dog called?", "Name of the dog", "What is your dog's name?"):
        assert said in words
    assert "Name of the dog · The question · English" in words


def test_looking_brings_nothing_in(browser, waiting):
    before = data()
    browser.get(PAGE)
    assert data() == before


@pytest.mark.parametrize(
    ("take", "words"), [({}, "Name of the dog"), ({TAKE: "theirs"}, "What is your dog's name?")]
)
def test_what_is_chosen_is_brought_in(browser, waiting, take, words):
    answer = browser.post(PAGE, {**fields_of(browser.get(PAGE)), **take})
    assert answer.url == SERVICE + "edit/"
    assert dog_name() == words
    assert "Brought in what is new in version 2" in words_of(browser.get(SERVICE + "edit/history/"))
    assert "There is nothing newer than what you have." in words_of(browser.get(PAGE))


def test_a_choice_that_is_none_is_refused(browser, waiting):
    answer = browser.post(PAGE, {**fields_of(browser.get(PAGE)), TAKE: "nonsense"})
    assert answer.status_code == 422 and dog_name() == "Name of the dog"


def test_what_another_has_saved_meanwhile_is_not_overwritten(browser, waiting, service, author):
    page = browser.get(PAGE)
    with scope():
        worked_on(service, author, label="Hers")
    answer = browser.post(PAGE, {**fields_of(page), TAKE: "theirs"})
    assert "has saved in the meantime" in words_of(answer) and dog_name() == "Hers"


def test_what_is_in_conflict_only_since_another_saved_is_asked_too(browser, waiting, service, author):
    change = partial(change_service, facts={"summary": {"sv": "Pröva.", "en": "Ours."}})
    page = browser.get(PAGE)
    browser.post(PAGE, {"upload": "1", "package": a_file(NEWER.replace("en: Try it.", "en: Theirs."))})
    page = browser.get(PAGE)
    with scope():
        edit_package(service.pk, change, seen=2, what="x", actor=author, now=NOON, language="en")
    answer = browser.post(PAGE, {**fields_of(page), TAKE: "theirs"})
    words = words_of(answer)
    assert "2 things that both have changed" in words and "Theirs." in words and "Ours." in words
    assert (
        f'name="{TAKE}" value="theirs" ' in answer.content.decode() and "checked" in answer.content.decode()
    )
    assert browser.post(PAGE, {**fields_of(answer), TAKE: "theirs"}).status_code == 302
    assert dog_name() == "What is your dog's name?" and data()["summary"]["en"] == "Ours."


def test_something_newer_still_is_not_brought_in_unseen(browser, waiting):
    page = browser.get(PAGE)
    browser.post(PAGE, {"upload": "1", "package": a_file(NEWER.replace("en: Chip", "en: The chip"))})
    answer = browser.post(PAGE, fields_of(page))
    assert "Something newer has come meanwhile" in words_of(answer)
    assert len([1 for page in data()["pages"] for each in page["questions"] if each["id"] == "chip"]) == 0


def test_a_newer_ready_made_package_is_told_of_and_brought_in(browser, service, tmp_path, monkeypatch):
    folder = tmp_path / "small-service"
    for name, text in {"service.yaml": NEWER, **LETTERS}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(packages_of_the_house, "FOLDER", tmp_path)
    assert "There is something new where this service comes from" in words_of(browser.get(SERVICE))
    page = browser.get(PAGE)
    assert "The ready-made service that this one comes from has changed." in words_of(page)
    with scope():
        assert Version.objects.count() == 1
    assert browser.post(PAGE, fields_of(page)).url == SERVICE + "edit/"
    with scope():
        assert Origin.objects.get().source == "house" and Origin.objects.get().adopted_at is not None
    assert "There is nothing newer than what you have." in words_of(browser.get(PAGE))


def test_a_package_of_another_service_is_refused(browser):
    other = a_file(NEWER.replace("key: small-service", "key: other-service"))
    answer = browser.post(PAGE, {"upload": "1", "package": other})
    assert answer.status_code == 422 and "This is a package of another service." in words_of(answer)
    with scope():
        assert Version.objects.count() == 1


def hostile(text):
    return pack(PackageFiles({"service.yaml": text, **LETTERS}))


@pytest.mark.parametrize(
    "content",
    [
        b"no zip",
        b"PK\x03\x04broken",
        hostile("[1, 2]"),
        hostile("just words"),
        hostile("key: small-service"),
        hostile("key: small-service\npages: 7"),
        hostile("key: [" * 400),
        hostile("a: &a [1]\nb: *a"),
        hostile(NEWER.replace("What is your dog's name?", "<script>alert(1)</script>")),
    ],
)
def test_what_is_no_package_is_refused(browser, content):
    upload = {"upload": "1", "package": SimpleUploadedFile("a.zip", content)}
    assert browser.post(PAGE, upload).status_code == 422


def test_a_file_put_in_among_all_services_leads_to_what_is_new(browser):
    answer = browser.post("/en/staff/admin/services/", {"upload": "1", "package": a_file()})
    assert answer.url == PAGE


FILE = SERVICE + "versions/1/package.zip"


def test_a_version_is_downloaded_as_a_file_to_give_away(browser):
    assert "Version 1 as a file to give away" in words_of(browser.get(SERVICE))
    answer = browser.get(FILE)
    assert (
        answer["Content-Type"] == "application/zip" and "small-service-1.zip" in answer["Content-Disposition"]
    )
    assert "small-service" in open_package(answer.content).service


def test_the_doors_of_the_file(service, settings):
    assert a_browser().get(FILE).status_code == 302
    for stranger in (an_officer(), a_resident(), an_author(of=a_municipality("sundby"))):
        assert a_browser(stranger).get(FILE).status_code == 404
    author = a_browser(an_author())
    assert author.post(FILE).status_code == 405
    assert author.get(FILE.replace("versions/1", "versions/9")).status_code == 404
    settings.DYGN_SIGNING_KEY = "file:/nowhere"
    settings.DYGN_PUBLISHER = "Ekeby"
    assert author.get(FILE).url == SERVICE
    assert "cannot be read" in words_of(author.get(SERVICE))


def test_who_has_signed_it_is_told(browser, settings):
    settings.DYGN_SIGNING_KEY, public = new_keys()
    settings.DYGN_PUBLISHER = "Sundby kommun"
    files = PackageFiles({"service.yaml": NEWER, **LETTERS})
    made = sign(
        content_hash(files), publisher="Sundby kommun", private_key=settings.DYGN_SIGNING_KEY, at=NOON
    )
    signed = pack(PackageFiles(files.texts, made.written()))
    broken = pack(PackageFiles({**files.texts, "letters/receipt.sv.md": "# Evil"}, made.written()))
    answer = browser.post(PAGE, {"upload": "1", "package": SimpleUploadedFile("a.zip", broken)})
    assert answer.status_code == 422 and "changed after it was signed" in words_of(answer)
    settings.DYGN_TRUSTED_PUBLISHERS = {"Sundby kommun": public}
    browser.post(PAGE, {"upload": "1", "package": SimpleUploadedFile("a.zip", signed)})
    assert "By Sundby kommun, whom we trust." in words_of(browser.get(PAGE))


def test_the_doors_of_the_page(service):
    assert a_browser().get(PAGE).status_code == 302
    for stranger in (an_officer(), a_resident()):
        assert a_browser(stranger).get(PAGE).status_code == 404
        assert a_browser(stranger).post(PAGE, {"adopt": "1"}).status_code == 404
    assert a_browser(an_author(of=a_municipality("sundby"))).get(PAGE).status_code == 404
    assert a_browser(an_author()).put(PAGE).status_code == 405
