"""A colleague tries a service by a link: as a resident will see it, and nothing of it is real."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from dygn.audit.models import AuditEntry
from dygn.base.errors import NotForYou, Refusal
from dygn.files.models import StoredFile
from dygn.identity.models import Person
from dygn.services.access import preview_session_token_of, preview_token_of
from dygn.services.actions import begin_preview as beginning
from dygn.services.actions.change_state import change_state
from dygn.services.actions.edit_package import edit_package, take_up
from dygn.services.actions.end_preview_link import end_preview_link
from dygn.services.actions.expire_previews import expire_previews
from dygn.services.actions.install_package import install_package
from dygn.services.actions.make_preview_link import MOST_OPEN_LINKS, make_preview_link
from dygn.services.models import Draft, PreviewLink, PreviewSession, WorkingCopy
from dygn.services.preview_queries import path_of
from dygn.services.queries import definition_of
from dygn.services.rules.editing.changes import change_file, change_page, change_question, remove_question
from dygn.services.rules.invented_people import PEOPLE, people_of
from dygn.services.tests.factories import NOON, PACKAGES, SMALL, a_package, a_service, hidden_fields
from dygn.services.tests.previewing import Tester, a_link, words_on
from tests.cast import (
    a_browser,
    a_municipality,
    a_resident,
    an_author,
    an_officer,
    scope,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def service():
    return a_service()


@pytest.fixture
def tester(service):
    return Tester(a_link(service))


def changed(service, change):
    author = an_author()
    with scope():
        copy = take_up(service.pk, actor=author, now=NOON)
        edit_package(
            service.pk, change, seen=copy.revision, what="Changed", actor=author, now=NOON, language="en"
        )


# ---- The link


def test_a_link_needs_no_log_in_and_opens_a_service_that_nobody_has_published():
    municipality = a_municipality()
    with scope():
        actor = an_author()
        version = install_package(a_package(), actor=actor, now=NOON)
    tester = Tester(a_link(version.service))
    page = tester.see()
    assert page.status_code == 200 and "Small service" in words_on(page)
    assert a_browser(of=municipality).get("/do/liten-tjanst/").status_code == 404


def test_what_people_read_before_they_begin_can_be_read():
    said = words_on(Tester(a_link(a_service(PACKAGES / "parking-permit"))).see())
    assert (
        "What people read before they begin" in said and "Have this ready" in said and "Who it is for" in said
    )


def test_a_service_that_rests_can_be_tried(service, tester):
    with scope():
        change_state(service.pk, "paused", actor=an_author())
    tester.begin()
    assert tester.fill_in("about-you", name="Alva").status_code == 303


@pytest.mark.parametrize("who", [an_officer, a_resident])
def test_only_whoever_may_publish_makes_and_ends_links(service, who):
    link = a_link(service)
    with scope():
        with pytest.raises(NotForYou):
            make_preview_link(service.pk, actor=who(), now=NOON)
        with pytest.raises(NotForYou):
            end_preview_link(link.pk, actor=who(), now=NOON)


def test_making_and_ending_are_in_the_log(service):
    link = a_link(service, note="For the street office")
    with scope():
        end_preview_link(link.pk, actor=an_author(), now=timezone.now())
        end_preview_link(link.pk, actor=an_author(), now=timezone.now())
        said = list(
            AuditEntry.objects.filter(action__startswith="service.preview").values_list("action", flat=True)
        )
    assert sorted(said) == ["service.preview_ended", "service.preview_made"]


def test_a_link_that_was_not_signed_by_us_is_not_found(service):
    link = a_link(service)
    with scope():
        good = preview_token_of(link.pk)
    browser = a_browser()
    for token in (
        link.pk.hex,
        str(link.pk),
        good[:-1] + ("a" if good[-1] != "a" else "b"),
        preview_session_token_of(link.pk),
        "x",
    ):
        assert browser.get(reverse("services:preview", args=[token])).status_code == 404, token


def test_a_link_opens_nothing_next_door(service):
    link = a_link(service)
    neighbour = a_browser(of=a_municipality("Lund"))
    for path in ("", "page/about-you/", "tasks/", "check/", "end/", "later/", "delete/", "keep/"):
        assert neighbour.get(path_of(link) + path).status_code == 404, path
        assert neighbour.post(path_of(link) + path).status_code in (404, 405), path


def test_an_ended_link_says_so_and_what_was_filled_in_is_gone(service):
    link = a_link(service)
    tester = Tester(link)
    tester.begin()
    tester.fill_in("about-you", name="Alva")
    with scope():
        end_preview_link(link.pk, actor=an_author(), now=timezone.now())
        assert not PreviewSession.objects.exists()
    for path in ("", "page/about-you/", "check/"):
        page = tester.see(path)
        assert page.status_code == 410 and "This preview has ended" in words_on(page)
    assert tester.begin().status_code == 410


def test_a_link_ends_by_itself(service):
    tester = Tester(a_link(service, now=timezone.now() - timedelta(days=8), days=7))
    assert tester.see().status_code == 410


@pytest.mark.parametrize("days", [0, -1, 61])
def test_a_link_lasts_between_a_day_and_two_months(service, days):
    with pytest.raises(Refusal) as refusal:
        a_link(service, days=days)
    assert refusal.value.field == "days"


def test_there_is_an_end_to_the_links_of_a_service(service):
    for _ in range(MOST_OPEN_LINKS):
        a_link(service)
    with pytest.raises(Refusal):
        a_link(service)


def test_a_version_that_is_not_there_has_no_link(service):
    with pytest.raises(Refusal):
        a_link(service, version=7)


# ---- The way


def test_the_whole_way_sends_nothing_and_keeps_nothing_real(service, tester, taken):
    tester.begin()
    tester.fill_in_all()
    answer = tester.send()
    assert answer.status_code == 303 and answer["Location"].endswith("/end/")
    page = tester.browser.get(answer["Location"])
    said = words_on(page)
    assert "nothing was sent" in said and "Alva" in said and "alva@example.org" in said
    with scope():
        assert not Draft.objects.exists() and taken == []
        assert not AuditEntry.objects.filter(action__startswith="draft").exists()


def test_at_the_end_stands_what_the_package_would_write():
    service = a_service(a_package(log_in="substantial"))
    tester = Tester(a_link(service))
    tester.begin("anna")
    tester.fill_in_all()
    tester.send()
    assert "The letter with the receipt" not in words_on(tester.see("end/"))  # it has but a title
    changed(service, lambda package: change_file(package, "letters/receipt.en.md", LETTER))
    tester = Tester(a_link(service, version=None))
    tester.begin("anna")
    tester.fill_in_all()
    said = words_on(tester.browser.get(tester.send()["Location"]))
    assert "Hello Anna Lindqvist, we have it." in said and "Your number is (the reference)" in said


LETTER = "# Thanks\n\nHello {name}, we have it.\n\nYour number is **{reference}**."


def test_no_case_no_post_no_file_and_no_event_comes_of_it(tester, monkeypatch):
    from dygn.cases.models import Case
    from dygn.post.models import OutboxRow
    from dygn.search.models import Entry

    told = []
    monkeypatch.setattr("dygn.base.events.publish", told.append)
    monkeypatch.setattr("dygn.services.actions.send_draft.publish", told.append)
    with scope():
        found_before = Entry.objects.count()
    tester.begin()
    tester.fill_in_all()
    tester.send()
    tester.see("end/")
    with scope():
        kinds = (Case, OutboxRow, StoredFile, Draft)
        assert [kind.__name__ for kind in kinds if kind.objects.exists()] == []
        assert Entry.objects.count() == found_before and told == []


EVERY_PAGE = ("", "page/about-you/", "page/your-dog/", "tasks/", "check/", "end/", "later/", "delete/")


def test_every_page_is_marked_as_a_preview_and_kept_out_of_caches_and_search(tester):
    tester.begin()
    tester.fill_in_all()
    for path in EVERY_PAGE:
        page = tester.see(path)
        text = page.content.decode()
        assert page.status_code == 200, path
        assert "<title>Preview: " in text and 'class="dy-preview"' in text, path
        assert "nothing is sent, and no case is made" in text, path
        assert '<meta name="robots" content="noindex">' in text, path
        assert "noindex" in page["X-Robots-Tag"] and "no-store" in page["Cache-Control"], path


def test_an_error_page_and_a_page_for_who_logs_in_are_marked_too():
    tester = Tester(a_link(a_service(log_in="substantial")))
    for page in (tester.begin("who?"), tester.browser.get(tester.begin()["Location"])):
        assert b'class="dy-preview"' in page.content and b"Preview: " in page.content
    tester.begin("anna")
    page = tester.fill_in("about-you", name="")
    assert b'class="dy-preview"' in page.content and b"Error: Preview: About you" in page.content


def test_errors_are_told_as_in_earnest(tester):
    tester.begin()
    page = tester.fill_in("about-you", name="", email="alva@")
    assert page.status_code == 200
    said = words_on(page)
    assert (
        "There is something to correct" in said and page.content.decode().count("ds-validation-message") == 2
    )
    assert "There is something to correct" not in words_on(tester.see("page/about-you/"))


def test_conditions_open_and_close_pages(tester):
    tester.begin()
    tester.fill_in("about-you", name="Alva")
    assert tester.fill_in("your-dog", has_dog="yes")["Location"].endswith("page/your-dog/")
    assert tester.fill_in("your-dog", has_dog="yes", dog_name="Rex")["Location"].endswith("page/vaccination/")
    assert tester.fill_in("your-dog", has_dog="no")["Location"].endswith("page/children/")
    assert tester.see("page/vaccination/").status_code == 303


def test_rows_are_added_and_removed(tester):
    tester.begin()
    answer = tester.fill_in("children", change="child:add", child__rows="1", child__0__child_name="Bo")
    assert answer.status_code == 303
    page = tester.see("page/children/").content.decode()
    assert "child-1-child_name" in page and 'value="Bo"' in page
    tester.fill_in("children", change="child:remove:1", child__rows="2", child__0__child_name="Bo")
    assert "child-1-child_name" not in tester.see("page/children/").content.decode()


def test_the_page_to_check_asks_for_what_is_missing_first(tester):
    tester.begin()
    assert tester.see("check/")["Location"].endswith("page/about-you/?from=check")
    assert tester.see("end/")["Location"].endswith("page/about-you/")
    assert tester.browser.post(f"{tester.address}send/").status_code == 303


def test_an_answer_is_changed_from_the_page_to_check(tester):
    tester.begin()
    tester.fill_in_all()
    assert "?from=check" in tester.see("check/").content.decode()
    answer = tester.fill_in("about-you", query="?from=check", name="Beata")
    assert answer["Location"].endswith("/check/")
    assert "Beata" in words_on(tester.see("check/"))


def test_two_windows_do_not_overwrite_each_other(tester):
    tester.begin()
    page = tester.see("page/about-you/")
    tester.fill_in("about-you", name="Alva")
    tester.fill_in("your-dog", has_dog="no")
    address = f"{tester.address}page/about-you/"
    clash = tester.browser.post(address, {**hidden_fields(page), "name": "Beata"})
    said = clash.content.decode()
    assert clash.status_code == 200 and "changed in another window" in words_on(clash)
    assert "Alva" in said and 'value="Beata"' in said
    assert tester.browser.post(address, {**hidden_fields(clash), "name": "Beata"}).status_code == 303
    assert 'value="Beata"' in tester.see("page/about-you/").content.decode()


def test_a_page_that_was_refused_is_sent_again(tester):
    tester.begin()
    page = tester.fill_in("about-you", name="", email="alva@")
    answer = tester.browser.post(
        f"{tester.address}page/about-you/", {**hidden_fields(page), "name": "Alva", "email": ""}
    )
    assert answer.status_code == 303


def test_whoever_goes_on_later_is_told_and_nothing_is_mailed(tester, mailoutbox):
    tester.begin()
    answer = tester.fill_in("about-you", name="Alva", then="later")
    assert answer["Location"].endswith("/later/")
    tester.browser.post(f"{tester.address}later/", {"email": "alva@example.org"})
    assert mailoutbox == []
    from dygn.post.models import OutboxRow

    with scope():
        assert not OutboxRow.objects.exists()


def test_a_service_for_contact_asks_for_an_address_before_the_end():
    tester = Tester(a_link(a_service(log_in="contact")))
    tester.begin()
    tester.fill_in("about-you", name="Alva", email="")
    tester.fill_in("your-dog", has_dog="no")
    tester.fill_in("children")
    page = tester.send()
    assert page.status_code == 200 and "so that we can reach you" in words_on(page)


def test_the_languages_are_those_of_the_page(service):
    link = a_link(service)
    swedish, english = Tester(link, language="sv"), Tester(link)
    swedish.begin()
    page = swedish.see("page/about-you/").content.decode()
    assert "Om dig" in page and f'href="{english.address}page/about-you/"' in page
    english.begin()
    assert "About you" in english.see("page/about-you/").content.decode()


def test_without_a_beginning_one_is_sent_to_it(tester):
    for path in ("page/about-you/", "tasks/", "check/", "end/", "later/", "delete/"):
        assert tester.see(path)["Location"].endswith(tester.address), path


def test_what_was_written_is_deleted_when_the_tester_asks(tester):
    tester.begin()
    tester.fill_in("about-you", name="Alva")
    assert tester.browser.post(f"{tester.address}delete/").status_code == 303
    with scope():
        assert not PreviewSession.objects.exists()


def test_two_testers_do_not_see_each_other(service):
    link = a_link(service)
    first, second = Tester(link), Tester(link)
    first.begin()
    second.begin()
    first.fill_in("about-you", name="Alva")
    assert "Alva" not in second.see("page/about-you/").content.decode()


def test_a_cookie_of_another_link_or_a_forged_one_opens_nothing(service):
    one, other = a_link(service), a_link(service)
    tester, stranger = Tester(one), Tester(other)
    tester.begin()
    tester.fill_in("about-you", name="Alva")
    ((_name, morsel),) = [
        each for each in tester.browser.cookies.items() if each[0].startswith("dygn_preview")
    ]
    for value in (morsel.value, morsel.value[:-1] + "x", "x"):
        stranger.browser.cookies[f"dygn_preview_{other.pk.hex[:12]}"] = value
        assert stranger.see("page/about-you/").status_code == 303
    assert morsel["httponly"] and morsel["samesite"] == "Lax"


# ---- Files


def a_pdf(name="paper.pdf", content=b"not really a pdf"):
    return SimpleUploadedFile(name, content)


def test_a_file_counts_by_its_name_and_size_and_is_kept_nowhere(tester):
    tester.begin()
    answer = tester.fill_in("your-dog", has_dog="no", photo=a_pdf(), upload="photo")
    assert answer.status_code == 303
    page = tester.see("page/your-dog/").content.decode()
    assert "paper.pdf" in page and "16" in page
    with scope():
        assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("virus.exe", b"x", "kind"), ("empty.pdf", b"", "empty"), ("noname", b"x", "kind")],
)
def test_a_file_is_refused_by_name_or_size_as_in_earnest(tester, name, content, words):
    tester.begin()
    page = tester.fill_in("your-dog", has_dog="no", photo=a_pdf(name, content), upload="photo")
    assert page.status_code == 200 and words in words_on(page)


def test_a_file_too_many_and_one_too_large_are_refused(monkeypatch):
    service = a_service(a_package(SMALL.replace("max_count: 2}", "max_count: 2, max_mb: 1}")))
    tester = Tester(a_link(service))
    tester.begin()
    page = tester.fill_in("your-dog", has_dog="no", photo=a_pdf(content=b"x" * 1_100_000), upload="photo")
    assert "too large" in words_on(page)
    for _ in range(2):
        assert tester.fill_in("your-dog", has_dog="no", photo=a_pdf(), upload="photo").status_code == 303
    page = tester.fill_in("your-dog", has_dog="no", photo=a_pdf(), upload="photo")
    assert "as many files as fit" in words_on(page)


def test_a_file_is_removed(tester):
    tester.begin()
    tester.fill_in("your-dog", has_dog="no", photo=a_pdf(), upload="photo")
    with scope():
        key = PreviewSession.objects.get().kept.split('"key": "')[1].split('"')[0]
    tester.fill_in("your-dog", has_dog="no", remove_file=key)
    assert "paper.pdf" not in tester.see("page/your-dog/").content.decode()


# ---- Invented people


def test_every_country_has_invented_people_with_numbers_that_add_up():
    from dygn.identity.rules.organisation_numbers import parse_organisation_number
    from dygn.identity.rules.personal_numbers import parse_personal_number

    for country in ("se", "dk", "no"):
        assert len(people_of(country)) >= 3
    for person in PEOPLE:
        assert parse_personal_number(person.number, (person.country,)).country == person.country
        for child in person.children:
            assert parse_personal_number(child.number, (person.country,)).birth_on.year > 2015
        for company in person.companies:
            assert parse_organisation_number(company.number, (person.country,)).normal == company.number
    assert all(parse_personal_number(each.number, ("no",)).is_synthetic for each in people_of("no"))
    assert len({person.id for person in PEOPLE}) == len(PEOPLE)


def test_where_a_log_in_is_needed_one_chooses_an_invented_person():
    tester = Tester(a_link(a_service(log_in="substantial")))
    page = tester.browser.get(tester.begin()["Location"])
    assert "needs log-in with e-ID" in words_on(page)
    answer = tester.begin("anna")
    assert answer.status_code == 303 and "/login" not in answer["Location"]
    page = tester.browser.get(answer["Location"])
    assert b"You are Anna Lindqvist, who does not exist." in page.content


def test_what_is_known_of_the_invented_person_is_filled_in():
    tester = Tester(a_link(a_service(PACKAGES / "parking-permit")))
    page = tester.browser.get(tester.begin("anna")["Location"]).content.decode()
    assert 'value="Anna Lindqvist"' in page and "19841009" in page


def test_what_is_for_staff_is_tried_as_an_invented_colleague():
    text = SMALL.replace("      - id: email\n", "        prefill: person.name\n      - id: email\n")
    tester = Tester(a_link(a_service(a_package(text, audience="[staff]", log_in="low"))))
    said = words_on(tester.see())
    assert "Kim Berg" in said and "Anna Lindqvist" not in said
    assert tester.begin("anna").status_code == 422
    page = tester.browser.get(tester.begin()["Location"])
    assert "is for those who work here" in words_on(page)
    page = tester.browser.get(tester.begin("colleague")["Location"])
    assert 'value="Kim Berg"' in page.content.decode()
    tester.fill_in_all()
    assert tester.send()["Location"].endswith("/end/")


def test_a_service_for_residents_offers_no_colleague(tester):
    assert "Kim Berg" not in words_on(tester.see())
    assert tester.begin("colleague").status_code == 422


REGISTERED = """\
      - {id: kid, kind: child, label: {sv: Barn, en: Which child?}}
      - {id: firm, kind: company, label: {sv: Företag, en: Which company?}}
      - id: number
"""


def test_children_and_companies_of_the_invented_person_are_there_to_choose():
    text = SMALL.replace("      - id: number\n", REGISTERED)
    tester = Tester(a_link(a_service(a_package(text, log_in="substantial"))))
    tester.begin("anna")
    page = words_on(tester.see("page/about-you/"))
    assert "Alva Lindqvist" in page and "Lindqvists snickeri" in page
    answer = tester.fill_in("about-you", name="Anna", kid="1", firm="0")
    assert answer.status_code == 303, words_on(answer)
    tester.fill_in("your-dog", has_dog="no")
    tester.fill_in("children")
    assert "Elliot Lindqvist" in words_on(tester.see("check/"))
    tester.begin("siv")
    assert "kid-name" in tester.see("page/about-you/").content.decode()


@pytest.mark.parametrize(
    ("name", "who"), [("parking-permit", "siv"), ("school-enrolment", "anna"), ("health-card", "mette")]
)
def test_in_production_too_no_person_is_made_and_nothing_outside_is_asked(name, who, settings, monkeypatch):
    """No adapter is there that plays the outside, and whichever else is asked for fails."""
    home = {"of": a_municipality("Nordo", country="dk", language="da") if who == "mette" else a_municipality()}
    service = a_service(PACKAGES / name, **home)
    link = a_link(service, **home)
    settings.DYGN_ENVIRONMENT = "production"
    settings.ADAPTERS = {port: {} for port in settings.ADAPTERS}

    def asked(*_args, **_kwargs):
        raise AssertionError("something outside is asked")

    monkeypatch.setattr("dygn.base.adapters.adapter_class", asked)
    monkeypatch.setattr("dygn.municipalities.actions.connect.adapter_class", asked)
    monkeypatch.setattr("dygn.base.outbound.call", asked)
    tester = Tester(link, **home)
    assert tester.browser.get(tester.begin(who)["Location"]).status_code == 200
    with scope(home["of"]):
        form = definition_of(service.published_version_id).form
        assert not Person.objects.exists() and not Draft.objects.exists()
    assert {tester.see(f"page/{page.id}/").status_code for page in form.pages} <= {200, 302, 303}


def test_each_country_offers_its_own_people():
    nordo = a_municipality("Nordo", country="dk", language="da")
    service = a_service(a_package(log_in="substantial"), of=nordo)
    tester = Tester(a_link(service, of=nordo), of=nordo)
    said = words_on(tester.see())
    assert "Mette Kjærgaard" in said and "Anna Lindqvist" not in said
    assert tester.begin("anna").status_code == 422
    assert tester.begin("mette").status_code == 303


def test_whoever_is_really_logged_in_is_nobody_in_the_preview():
    service = a_service(log_in="substantial")
    tester = Tester(a_link(service), a_browser(a_resident()))
    page = tester.browser.get(tester.begin()["Location"])
    assert "needs log-in with e-ID" in words_on(page)


def test_it_depends_on_the_log_in_what_is_asked(service):
    text = SMALL.replace(
        "shown_if: has_dog\n      - id: photo", "shown_if: has_dog && logged_in\n      - id: photo"
    )
    tester = Tester(a_link(a_service(a_package(text, key="other", slug="{sv: annan, en: other}"))))
    tester.begin()
    tester.fill_in("your-dog", has_dog="yes")
    assert "What is the dog called?" not in tester.see("page/your-dog/").content.decode()
    tester.begin("viktor")
    tester.fill_in("your-dog", has_dog="yes")
    assert "What is the dog called?" in tester.see("page/your-dog/").content.decode()


# ---- What is worked on


def test_a_link_to_what_is_worked_on_follows_it(service):
    tester = Tester(a_link(service, version=None))
    tester.begin()
    assert "Name" in words_on(tester.see("page/about-you/"))
    changed(
        service, lambda package: change_question(package, "name", {"label": {"sv": "Heter", "en": "Called"}})
    )
    assert "Called" in words_on(tester.see("page/about-you/"))


def test_a_link_to_a_version_stays_with_it(service):
    tester = Tester(a_link(service, version=1))
    tester.begin()
    changed(
        service, lambda package: change_question(package, "name", {"label": {"sv": "Heter", "en": "Called"}})
    )
    assert "Called" not in words_on(tester.see("page/about-you/"))


def test_an_answer_to_a_question_that_became_another_is_forgotten(service):
    tester = Tester(a_link(service, version=None))
    tester.begin()
    tester.fill_in("about-you", name="Alva", email="alva@example.org")
    changed(service, lambda package: change_question(package, "name", {"kind": "date"}))
    changed(service, lambda package: remove_question(package, "email"))
    page = tester.see("page/about-you/")
    assert page.status_code == 200 and "Alva" not in page.content.decode()


def test_a_page_that_the_author_takes_away_sends_on(service):
    from dygn.services.rules.editing.changes import remove_page

    tester = Tester(a_link(service, version=None))
    tester.begin()
    page = tester.see("page/children/")
    changed(service, lambda package: remove_page(package, "children"))
    assert tester.see("page/children/").status_code == 303
    answer = tester.browser.post(f"{tester.address}page/children/", hidden_fields(page))
    assert answer.status_code == 303


def test_a_missing_translation_and_an_empty_page_stop_nobody(service):
    from dygn.services.rules.editing.changes import add_page

    tester = Tester(a_link(service, version=None))
    changed(service, lambda package: change_page(package, "about-you", {"title": {"sv": "Om dig"}}))
    changed(service, lambda package: add_page(package, title="More", language="en")[0])
    tester.begin()
    page = tester.see("page/about-you/")
    assert page.status_code == 200 and "Om dig" in words_on(page)


def test_what_does_not_hold_together_says_so(service):
    tester = Tester(a_link(service, version=None))
    with scope():
        copy = WorkingCopy.objects.get()
        data = copy.data
        data["pages"][0]["shown_if"] = "((("
        WorkingCopy.objects.filter(pk=copy.pk).update(data=data, revision=2)
    page = tester.see()
    assert page.status_code == 409 and "cannot be tried just now" in words_on(page)


# ---- Bounds


def test_what_was_filled_in_is_sealed(tester):
    from django.db import connection

    tester.begin()
    tester.fill_in("about-you", name="Hemligsson")
    with scope(), connection.cursor() as cursor:
        cursor.execute("SELECT kept FROM services_previewsession")
        assert "Hemligsson" not in str(cursor.fetchall())
        assert "Hemligsson" in PreviewSession.objects.get().kept


def test_the_night_takes_what_is_over(service):
    link = a_link(service)
    Tester(link).begin()
    with scope():
        assert expire_previews(now=timezone.now()) == 0
        assert expire_previews(now=timezone.now() + timedelta(hours=25)) == 1
        assert PreviewLink.objects.exists()
        expire_previews(now=timezone.now() + timedelta(days=14 + 91))
        assert not PreviewLink.objects.exists()


def test_a_session_that_is_too_old_is_gone_before_the_night(tester):
    tester.begin()
    with scope():
        PreviewSession.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert tester.see("page/about-you/").status_code == 303


def test_at_the_end_the_answers_rest_two_hours(tester):
    tester.begin()
    tester.fill_in_all()
    tester.send()
    with scope():
        assert PreviewSession.objects.get().expires_at < timezone.now() + timedelta(hours=2, minutes=1)


def test_the_one_who_has_rested_longest_makes_room(service, monkeypatch):
    monkeypatch.setattr(beginning, "MOST_OF_A_LINK", 2)
    link = a_link(service)
    testers = [Tester(link) for _ in range(3)]
    for each in testers:
        each.begin()
    assert testers[0].see("page/about-you/").status_code == 303
    assert testers[2].see("page/about-you/").status_code == 200
    with scope():
        assert PreviewSession.objects.count() == 2


def test_there_is_an_end_to_all_previews_of_a_municipality(tester, monkeypatch):
    monkeypatch.setattr(beginning, "MOST_OF_ALL", 0)
    page = tester.begin()
    assert page.status_code == 422 and "Very many" in words_on(page)


def test_more_than_a_preview_keeps_is_refused_and_what_was_before_stays(tester, monkeypatch):
    monkeypatch.setattr("dygn.services.actions.save_preview_page.LARGEST_KEPT", 1_000)
    tester.begin()
    tester.fill_in("about-you", name="Alva")
    page = tester.fill_in("about-you", name="x" * 900)
    assert page.status_code == 422 and "too much" in words_on(page)
    assert 'value="Alva"' in tester.see("page/about-you/").content.decode()


def test_too_many_beginnings_from_one_address_are_stopped(tester, monkeypatch):
    monkeypatch.setattr("dygn.services.views.preview.entrance.BEGUN_BY_AN_ADDRESS", 1)
    tester.begin()
    assert tester.begin().status_code == 429


def test_too_many_pages_from_one_address_are_stopped(tester, monkeypatch):
    tester.begin()
    monkeypatch.setattr("dygn.services.views.preview.desk.POSTS_OF_AN_ADDRESS", 1)
    assert tester.begin().status_code == 429


@pytest.mark.parametrize("path", ["tasks/", "check/", "end/"])
def test_what_is_only_read_is_not_posted_to(tester, path):
    tester.begin()
    assert tester.browser.post(f"{tester.address}{path}").status_code == 405
    assert tester.browser.put(f"{tester.address}page/about-you/").status_code == 405
    assert tester.see("send/").status_code == 405


def test_a_page_that_is_not_there_is_not_found(tester):
    tester.begin()
    assert tester.see("page/nothing/").status_code == 404


def test_every_page_that_tells_of_trouble_is_marked_as_a_preview_too(monkeypatch, service):
    link = a_link(service)
    tester = Tester(link)
    tester.begin()
    troubles = [tester.see("nothing-here/"), tester.see("page/nothing-here/")]
    strict = a_browser()
    own = f"http://{strict.get(path_of(link)).wsgi_request.get_host()}"
    strict.handler.enforce_csrf_checks = True
    troubles += [
        strict.post(path_of(link), {"who": "nobody"}, headers={"Origin": origin})
        for origin in ("http://evil.example", own)
    ]
    monkeypatch.setattr("dygn.services.views.preview.desk.POSTS_OF_AN_ADDRESS", 0)
    troubles.append(tester.begin())
    monkeypatch.setattr("dygn.services.views.preview.desk.tried_at", lambda link: 1 / 0)
    tester.browser.raise_request_exception = False
    troubles.append(tester.see())
    assert [page.status_code for page in troubles] == [404, 404, 403, 403, 429, 500]
    assert all('class="dy-preview"' in page.content.decode() for page in troubles)
    assert 'class="dy-preview"' not in a_browser().get("/nothing-here/").content.decode()
