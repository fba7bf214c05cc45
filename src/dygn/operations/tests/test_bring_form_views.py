"""Bringing a form of another system in the browser: what comes over is shown first, and nothing is published."""

import html
import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from dygn.audit.models import AuditEntry
from dygn.services.actions.bring_form import MOST_KEPT
from dygn.services.actions.expire_brought_forms import expire_brought_forms
from dygn.services.models import BroughtForm, Service, Version, WorkingCopy
from dygn.services.tests.factories import LETTERS, SMALL, a_package, a_service
from dygn.services.tests.imported_forms import GOVUK, HELSINKI, NAV, VIVA, helsinki_zip, mutated
from dygn.services.tests.test_oep_importer import FLOW as OEP
from tests.cast import (
    a_browser,
    a_municipality,
    a_resident,
    an_administrator,
    an_author,
    an_officer,
    scope,
)
from tests.material import MATERIAL

pytestmark = pytest.mark.django_db
BRING = "/en/staff/admin/new-service/from-a-form/"
FORM = {
    "title": "Låna en cykel",
    "display": "wizard",
    "language": "sv",
    "components": [
        {"type": "panel", "key": "page1", "title": "Om dig", "components": [
            {"type": "textfield", "key": "name", "label": "Vad heter du?", "validate": {"required": True}},
            {"type": "hidden", "key": "secret", "label": "Dold"},
            {"type": "textfield", "key": "own", "label": "Egen", "validate": {"custom": "valid = input === row.x"}},
        ]},
    ],
}  # fmt: skip
WEBFORM = "title: Blanket\nlangcode: da\nelements: |\n  navn: {'#type': textfield, '#title': Navn}\n"


def words_of(response):
    return html.unescape(response.content.decode())


def read(response):
    """The words of the page as they are read."""
    return " ".join(re.sub(r"<[^>]+>", " ", words_of(response)).split())


def a_file(content=FORM, name="form.json"):
    content = content if isinstance(content, str | bytes) else json.dumps(content)
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def bring(browser, content=FORM, format_name="", name="form.json"):
    return browser.post(BRING, {"form": a_file(content, name), "format": format_name})


@pytest.fixture
def browser():
    return a_browser(an_author())


def test_the_way_there_stands_above_the_services(browser):
    assert f'href="{BRING}"' in words_of(browser.get("/en/staff/admin/services/"))


@pytest.mark.parametrize("make", [an_author, an_administrator])
def test_first_it_says_what_comes_over_and_installs_nothing(make):
    browser = a_browser(make())
    assert browser.get(BRING).status_code == 200
    answer = bring(browser)
    assert answer.status_code == 302
    page = read(browser.get(answer.url))
    assert "Låna en cykel" in page and "A service with 2 questions on 1 page" in page
    assert "Not carried over 1 part" in page and "a hidden value that the person never saw" in page
    assert "Changed 1 part with a change" in page and "its own check is left out: it is a program" in page
    assert "form.json · Form.io" in page and "Nothing is installed yet." in page
    with scope():
        assert not Service.objects.exists() and not Version.objects.exists()


def test_it_says_in_which_languages_the_form_is_and_which_of_ours_it_lacks(browser):
    page = read(browser.get(bring(browser, {**FORM, "language": "fi"}).url))
    assert "on 1 page, in suomi." in page and "It is not written in Svenska" in page


def test_begin_with_it_leads_on_to_the_editor_and_publishes_nothing(browser):
    report = bring(browser).url
    answer = browser.post(report)
    assert answer.url == "/en/staff/admin/services/lana-en-cykel/edit/"
    assert "Om dig" in words_of(browser.get(answer.url))
    assert browser.post(report).url == answer.url
    assert "You have begun a service with this form." in read(browser.get(report))
    with scope():
        service = Service.objects.get()
        assert service.state == Service.State.DRAFT and service.published_version_id is None
        assert WorkingCopy.objects.get().data["pages"][0]["questions"][0]["label"] == {"sv": "Vad heter du?"}
        assert AuditEntry.objects.filter(action="service.begun_with_form").count() == 1


def test_a_name_that_a_service_has_already_is_numbered(browser):
    with scope():
        a_service(a_package(key="lana-en-cykel"))
    assert browser.post(bring(browser).url).url.endswith("/lana-en-cykel-2/edit/")


def test_another_form_of_the_same_name_is_another_service(browser):
    first, second = bring(browser).url, bring(browser).url
    assert browser.post(first).url != browser.post(second).url


@pytest.mark.parametrize(
    ("content", "system"), [(FORM, "Form.io"), (WEBFORM, "Drupal Webform"), (OEP, "Open ePlatform")]
)
def test_the_system_is_seen_from_the_file(browser, content, system):
    answer = bring(browser, content)
    assert answer.status_code == 302, read(answer)
    assert system in read(browser.get(answer.url))


@pytest.mark.parametrize("form", [*HELSINKI[:2], *NAV[:2], VIVA, GOVUK], ids=lambda form: form.name[:40])
def test_real_forms_are_recognised_shown_and_begun_with(browser, form):
    if not form.exists():
        pytest.skip("the material of others is not here")
    is_zip = form in HELSINKI
    answer = bring(browser, helsinki_zip(form) if is_zip else form.read_bytes(), name=form.name)
    assert answer.status_code == 302, read(answer)
    known = {"helsinki-grants-webform": "Drupal Webform", "no-nav-formio": "Form.io", "se-helsingborg-viva": "Helsingborg"}
    page = read(browser.get(answer.url))
    assert known.get(form.parent.name, "GOV.UK") in page and "Begin the service with this" in page
    assert browser.get(browser.post(answer.url).url).status_code == 200


def test_all_real_forms_are_recognised_as_what_they_are():
    from dygn.services.actions.bring_form import _recognised

    if not MATERIAL.exists():
        pytest.skip("the material of others is not here")
    for forms, name in ((HELSINKI, "webform"), (NAV, "formio"), ([VIVA], "viva"), ([GOVUK], "govuk")):
        assert [_recognised(form.read_bytes())[0] for form in forms] == [name] * len(forms)


@pytest.mark.parametrize(
    ("content", "format_name", "reason"),
    [
        ("hello", "", "We cannot tell which system the file is from."),
        ("{}", "", "We cannot tell which system the file is from."),
        ("{}", "formio", "There are no components in the file."),
        ("x: [", "webform", "not YAML that can be read"),
        ("<a><!DOCTYPE x>", "oep", "cannot be brought over"),
        ("[" * 100_000, "viva", "not JSON that can be read"),
        ("", "", "The file is empty."),
        ("{}", "word", "Select a valid choice"),
    ],
)
def test_what_cannot_be_brought_is_refused_with_the_reason(browser, content, format_name, reason):
    answer = bring(browser, content, format_name)
    assert answer.status_code == 422 and reason in words_of(answer)
    with scope():
        assert not BroughtForm.objects.exists() and not Service.objects.exists()


def test_without_a_file_it_asks_for_one(browser):
    answer = browser.post(BRING, {"format": "formio"})
    assert answer.status_code == 422 and "Choose the file." in words_of(answer)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(browser):
    answer = bring(browser, b" " * 2_000_001)
    assert answer.status_code == 422 and "larger than 2 MB" in words_of(answer)


def test_a_form_that_would_be_larger_than_a_package_is_refused_and_not_kept(browser):
    options = [{"value": f"v{n}", "label": f"Answer {n} {'x' * 400}"} for n in range(200)]
    boxes = [{"type": "select", "key": f"k{n}", "label": "Which?", "data": {"values": options}} for n in range(20)]
    answer = bring(browser, {"title": "Large", "components": boxes})
    assert answer.status_code == 422 and "A file is at most 1 MB." in read(answer)
    with scope():
        assert not BroughtForm.objects.exists()


def test_a_package_is_shown_its_own_way(browser):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as opened:
        for name, text in {"service.yaml": SMALL, **LETTERS}.items():
            opened.writestr(name, text)
    answer = bring(browser, archive.getvalue(), name="package.zip")
    assert answer.status_code == 422 and "This is a package already." in words_of(answer)


def test_script_and_marks_in_a_form_run_nothing(browser):
    nasty = json.loads(json.dumps(FORM).replace("Dold", "<script>alert(1)</script>").replace("Egen", "{{ x }}<img src=x>"))
    nasty["components"][0]["components"][1]["key"] = "\ud800<script>alert(2)</script>"
    answer = bring(browser, json.dumps(nasty), name="<b>x</b>.json")
    assert b"<script>alert" not in browser.get(answer.url).content
    assert browser.get(browser.post(answer.url).url).status_code == 200


@pytest.mark.parametrize("seed", range(40))
def test_a_broken_form_is_shown_or_refused_and_never_an_error(browser, seed):
    answer = bring(browser, mutated(json.dumps(FORM).encode(), seed), "formio")
    assert answer.status_code in (302, 422)
    if answer.status_code == 302:
        assert browser.get(answer.url).status_code == 200
        assert browser.get(browser.post(answer.url).url).status_code == 200


def test_a_form_is_kept_for_a_day_and_the_newest_few(browser):
    reports = [bring(browser).url for _ in range(MOST_KEPT + 1)]
    assert browser.get(reports[0]).status_code == 404
    assert browser.get(reports[1]).status_code == 200
    with scope():
        assert BroughtForm.objects.count() == MOST_KEPT
        BroughtForm.objects.update(brought_at=timezone.now() - timedelta(hours=25))
    assert browser.get(reports[1]).status_code == browser.post(reports[1]).status_code == 404
    with scope():
        assert expire_brought_forms(now=timezone.now()) == MOST_KEPT
        assert not BroughtForm.objects.exists()


def test_only_who_brought_it_finds_it(browser):
    report = bring(browser).url
    stranger, neighbour = a_browser(an_author(name="Nina Next")), a_municipality("Lund")
    assert stranger.get(report).status_code == stranger.post(report).status_code == 404
    over_there = a_browser(an_author(of=neighbour), of=neighbour)
    assert over_there.get(report).status_code == over_there.post(report).status_code == 404
    assert a_browser().get(report).status_code == a_browser().post(report).status_code == 302
    with scope():
        assert not Service.objects.exists()


def test_nobody_else_comes_in():
    a_municipality()
    assert a_browser().get(BRING).status_code == 302
    for make in (a_resident, an_officer):
        browser = a_browser(make())
        assert browser.get(BRING).status_code == bring(browser).status_code == 404
    with scope():
        assert not BroughtForm.objects.exists()


def test_other_methods_are_not_known(browser):
    report = bring(browser).url
    assert browser.put(BRING).status_code == browser.delete(report).status_code == 405


def test_the_report_asks_the_database_little_however_long_it_is(browser, django_assert_max_num_queries):
    many = {**FORM, "components": [
        {"type": "panel", "key": f"p{n}", "title": f"Sida {n}", "components": [
            {"type": "hidden", "key": f"h{n}-{m}", "label": "Dold"} for m in range(40)
        ] + [{"type": "textfield", "key": f"q{n}", "label": "Fråga"}]} for n in range(20)
    ]}  # fmt: skip
    report = bring(browser, many).url
    with django_assert_max_num_queries(12):
        page = read(browser.get(report))
    assert "Not carried over 800 parts" in page and "And 300 more." in page
