import html
import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

import dygn
from dygn.audit.models import AuditEntry
from dygn.municipalities.models import WordListEntry
from dygn.operations.packages_of_the_house import packages_of_the_house
from dygn.services.actions import try_package as trying
from dygn.services.models import Service, Version
from dygn.services.rules.package import trial
from dygn.services.rules.package.trial import try_out
from dygn.services.tests.factories import an_accepted
from tests.cast import (
    a_browser,
    a_colleague,
    a_municipality,
    a_resident,
    a_staff_member,
    an_administrator,
    an_officer,
    scope,
)

pytestmark = pytest.mark.django_db
LIST = "/en/staff/admin/services/"
PAGE = LIST + "general-enquiry/"
FOLDER = Path(dygn.__file__).parent / "packages" / "general-enquiry"


@pytest.fixture
def admin():
    return an_administrator()


@pytest.fixture
def browser(admin):
    return a_browser(admin)


@pytest.fixture
def installed(browser):
    browser.post(LIST, {"house": "general-enquiry"})
    with scope():
        return Version.objects.select_related("service").get()


@pytest.fixture
def accepted(installed):
    with scope():
        return an_accepted(installed)


def words_of(response):
    return html.unescape(response.content.decode())


def a_package(**changes):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path in FOLDER.rglob("*"):
            if path.is_file():
                name = path.relative_to(FOLDER).as_posix()
                archive.writestr(name, changes.get(name, path.read_bytes()))
    return SimpleUploadedFile("general-enquiry.zip", out.getvalue())


def test_a_package_of_the_house_is_installed_and_seen_by_nobody_yet(browser, installed, admin):
    assert installed.service.state == "draft"
    page = words_of(browser.get(LIST))
    assert installed.service.title in page and 'value="general-enquiry"' not in page
    with scope():
        assert AuditEntry.objects.filter(action="service.installed", actor=admin.key).exists()


def test_a_version_is_published(browser, accepted):
    assert browser.post(PAGE, {"publish": accepted.pk}).status_code == 302
    with scope():
        assert Service.objects.get().state == "published"
    assert "Published" in words_of(browser.get(PAGE))


def test_a_service_is_paused_with_a_word_to_people_and_opened_again(browser, accepted):
    browser.post(PAGE, {"publish": accepted.pk})
    browser.post(PAGE, {"state": "paused", "message_sv": "Vi öppnar igen på måndag."})
    with scope():
        service = Service.objects.get()
        assert service.state == "paused" and service.state_message == {"sv": "Vi öppnar igen på måndag."}
    browser.post(PAGE, {"state": "published"})
    with scope():
        assert Service.objects.get().takes_applications


def test_a_package_is_installed_from_a_file(browser):
    assert browser.post(LIST, {"upload": "1", "package": a_package()}).status_code == 302
    with scope():
        assert Service.objects.get().key == "general-enquiry"


def test_a_package_with_faults_is_refused_with_their_places(browser):
    broken = a_package(**{"service.yaml": b"key: [\n"})
    response = browser.post(LIST, {"upload": "1", "package": broken})
    assert response.status_code == 422 and "service.yaml" in words_of(response)


@pytest.mark.parametrize("content", [b"", b"no zip at all", b"PK\x03\x04broken"])
def test_what_is_no_package_is_refused(browser, content):
    upload = {"upload": "1", "package": SimpleUploadedFile("a.zip", content)}
    assert browser.post(LIST, upload).status_code == 422


def test_a_state_that_is_none_is_refused(browser, installed):
    assert browser.post(PAGE, {"state": "published"}).status_code == 422
    assert browser.post(PAGE, {"state": "nonsense"}).status_code == 422


def test_a_service_owner_may_too_and_others_find_nothing(installed):
    assert a_browser(a_colleague(a_staff_member("service_owner"))).get(PAGE).status_code == 200
    for stranger in (an_officer(), a_resident()):
        assert a_browser(stranger).get(PAGE).status_code == 404
        assert a_browser(stranger).get(LIST).status_code == 404
    assert a_browser().get(LIST).status_code == 302


def test_the_neighbours_service_and_version_are_not_found(installed):
    neighbour = a_browser(an_administrator(of=a_municipality("Nordø", country="dk", language="da")))
    assert neighbour.get(PAGE).status_code == 404
    neighbour.post(LIST, {"house": "general-enquiry"})
    assert neighbour.post(PAGE, {"publish": installed.pk}).status_code == 404


def test_what_is_not_there_is_not_found(browser):
    assert browser.get(LIST + "nothing/").status_code == 404
    assert browser.post(LIST, {"house": "../../etc"}).status_code == 404


def test_pages_are_neither_put_nor_deleted(browser, installed):
    assert browser.delete(LIST).status_code == browser.put(PAGE).status_code == 405


TRIAL = PAGE + "versions/1/trial/"


def test_a_version_is_tried_out_before_anybody_uses_it(browser, installed):
    assert TRIAL in words_of(browser.get(PAGE))
    page = words_of(browser.get(TRIAL))
    assert "All came out as expected" in page and "variations were played" in page
    assert "the answer “Give an opinion” to" in page  # no scenario chooses it


def test_what_to_look_at_before_publishing_is_told_with_the_municipality_s_own_words(browser, installed):
    with scope():
        WordListEntry.objects.create(language="sv", avoid="Rubrik", prefer="Ämne")
    page = words_of(browser.get(TRIAL))
    assert "Write “Ämne” and not “Rubrik”." in page


def test_a_version_is_played_once_and_anew_by_a_button(browser, installed, monkeypatch):
    played = []
    monkeypatch.setattr(
        trying, "try_out", lambda *args, **kwargs: played.append(1) or try_out(*args, **kwargs)
    )
    trying.TRIED.forget()
    first, second = words_of(browser.get(TRIAL)), words_of(browser.get(TRIAL))
    assert len(played) == 1 and "variations were played" in first and "variations were played" in second
    assert browser.post(TRIAL)["Location"].endswith(TRIAL) and len(played) == 2


def test_variations_that_were_left_out_are_told(browser, installed, monkeypatch):
    monkeypatch.setattr(trial, "MOST_VARIATIONS", 10)
    trying.TRIED.forget()
    page = words_of(browser.get(TRIAL))
    assert "variations were left out." in page
    trying.TRIED.forget()


def test_a_trial_is_for_publishers_of_the_municipality(browser, installed):
    neighbour = a_browser(an_administrator(of=a_municipality("Nordø", country="dk", language="da")))
    for stranger in (neighbour, a_browser(an_officer()), a_browser(a_resident())):
        assert stranger.get(TRIAL).status_code == 404
    assert a_browser().get(TRIAL).status_code == 302
    for stranger in (neighbour, a_browser(an_officer()), a_browser(a_resident())):
        assert stranger.post(TRIAL).status_code == 404
    assert browser.get(PAGE + "versions/9/trial/").status_code == 404
    assert browser.put(TRIAL).status_code == 405


def test_what_a_new_version_changes_is_read_before_it_is_published(browser, accepted):
    browser.post(PAGE, {"publish": accepted.pk})
    text = (FOLDER / "service.yaml").read_text().replace("minutes: ", "minutes: 1", 1)
    browser.post(LIST, {"upload": "yes", "package": a_package(**{"service.yaml": text.encode()})})
    address = PAGE + "versions/2/difference/"
    assert address in words_of(browser.get(PAGE))
    page = words_of(browser.get(address))
    assert "Against version 1" in page and "How long it takes to fill in" in page
    assert a_browser(an_officer()).get(address).status_code == 404
    assert browser.post(address).status_code == 405


def test_any_two_versions_are_compared_and_what_the_published_one_changed_stays_readable(browser, accepted):
    text = (FOLDER / "service.yaml").read_text()
    for digit in ("1", "2"):
        changed = text.replace("minutes: ", f"minutes: {digit}", 1).encode()
        browser.post(LIST, {"upload": "yes", "package": a_package(**{"service.yaml": changed})})
    page = words_of(browser.get(PAGE))
    assert "versions/1/difference/" not in page
    assert PAGE + "versions/2/difference/" in page and PAGE + "versions/3/difference/" in page
    third = PAGE + "versions/3/difference/"
    assert "Against version 2." in words_of(browser.get(third))
    first = words_of(browser.get(PAGE + "versions/1/difference/"))
    assert "There is no version before this one to compare it with." in first
    with scope():
        Service.objects.update(published_version=Version.objects.get(number=3))
    assert "Against version 2." in words_of(browser.get(third))
    assert "Against version 3, which people use now." in words_of(
        browser.get(PAGE + "versions/2/difference/")
    )
    page = words_of(browser.get(third + "?against=1"))
    assert "Against version 1." in page and "How long it takes to fill in" in page
    assert '<select class="ds-input" id="against" name="against">' in page
    assert '<option value="1" selected>' in page and '<option value="3"' not in page
    for wrong in ("3", "9", "x", "-1", "²"):
        assert browser.get(third, {"against": wrong}).status_code == 404


def test_before_anything_is_published_there_is_nothing_to_compare_with(browser, installed):
    first = words_of(browser.get(PAGE + "versions/1/difference/"))
    assert "There is no version before this one to compare it with." in first


def test_packages_in_another_language_stand_apart_and_say_whom_they_are_for(browser):
    page = words_of(browser.get(LIST))
    own, elsewhere = page.split("Ready-made services in other languages")
    assert 'value="moving"' in elsewhere and 'value="moving"' not in own
    assert "Written in: dansk" in elsewhere.lower().replace("written", "Written")
    assert 'value="general-enquiry"' in own


def test_a_reader_of_nynorsk_finds_what_is_written_in_bokmaal():
    package = next(each for each in packages_of_the_house() if each.key == "general-enquiry")
    assert package.speaks("nn") and package.speaks("sv") and not package.speaks("fi")


def test_a_reason_is_asked_for_where_a_service_goes_without_a_protocol(browser, installed):
    address = PAGE + "protocol-need/"
    assert "(optional)" not in words_of(browser.get(address)).split('for="id_reason"')[1].split("</label>")[0]
    assert browser.post(address, {"goes_without": "on", "reason": ""}).status_code == 422
    assert browser.post(address, {"reason": ""}).status_code == 302


def test_a_swede_who_publishes_the_danish_service_is_told_first_and_ticks_it(browser):
    address = LIST + "moving/"
    browser.post(LIST, {"house": "moving"})
    with scope():
        version = an_accepted(Version.objects.get())
    page = words_of(browser.get(address))
    assert "It is not written for people here" in page
    assert "People here would meet it in Danish, as it has no texts in Swedish." in page
    stopped = browser.post(address, {"publish": version.pk})
    assert stopped["Location"] == address + "?elsewhere=1#elsewhere"
    page = words_of(browser.get(stopped["Location"]))
    assert "Before version 1 is published" in page and "Tick this to publish" not in page
    missed = browser.post(address, {"publish": version.pk, "elsewhere": "1"})
    assert "Tick this to publish it all the same." in words_of(browser.get(missed["Location"]))
    with scope():
        assert Service.objects.get().published_version_id is None
    done = browser.post(address, {"publish": version.pk, "elsewhere": "1", "all_the_same": "on"})
    assert done["Location"] == address
    with scope():
        assert Service.objects.get().published_version_id == version.pk


def test_publishing_it_later_asks_for_the_same_tick(browser):
    address = LIST + "moving/"
    browser.post(LIST, {"house": "moving"})
    with scope():
        version = an_accepted(Version.objects.get())
    sent = {"plan": "1", "version": version.pk, "publish_at": "2099-01-01T08:00"}
    assert 'name="all_the_same"' in words_of(browser.get(address))
    soon = (timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    stopped = browser.post(address, {**sent, "publish_at": soon})
    assert stopped.status_code == 422 and "People here would meet it in Danish" in words_of(stopped)
    assert browser.post(address, {**sent, "publish_at": soon, "all_the_same": "on"}).status_code == 302


def test_a_service_in_the_own_language_asks_for_no_tick(browser, accepted):
    page = words_of(browser.get(PAGE))
    assert "It is not written for people here" not in page and "all_the_same" not in page
    assert browser.post(PAGE, {"publish": accepted.pk})["Location"] == PAGE
