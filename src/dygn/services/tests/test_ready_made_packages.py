"""Each ready-made e-service is filled in and sent over HTTP, with the answers of one of its own scenarios."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from dygn.forms.rules.definition import Occasion
from dygn.forms.rules.flow import Filling
from dygn.municipalities.models import Connection
from dygn.services.actions.send_signed import send_signed_draft
from dygn.services.queries import definition_of
from dygn.services.rules.package.compiling import compile_definition, load_definition
from dygn.services.rules.package.files import open_package
from dygn.services.rules.package.scenarios import played, scenario_documents, scenario_from
from dygn.services.rules.package.schema import schema_faults
from dygn.services.signing_queries import verified_signatures
from dygn.services.tests.factories import NOON, PACKAGES, a_service, hidden_fields
from dygn.services.tests.signing import AtTheSigning, Signatory, the_draft, the_row
from dygn.services.tests.walking import action_of, errors_on, page_id_of
from tests.cast import a_browser, a_municipality, a_person, a_resident, an_officer, scope

pytestmark = pytest.mark.django_db
NAMES = sorted(path.name for path in PACKAGES.iterdir() if path.is_dir())
COUNTRIES = {"se": ("sv", "19900102-2384"), "dk": ("da", "010190-1234"), "no": ("nb", "01019012480")}
MOST_PAGES = 60


def a_picture():
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(out, "PNG")
    return SimpleUploadedFile("photo.png", out.getvalue(), content_type="image/png")


def a_story(name):
    """The first scenario of a package in which everything is answered rightly and that goes on to the end."""
    form = load_definition(compile_definition(open_package(PACKAGES / name))).form
    documents = scenario_documents(open_package(PACKAGES / name))
    assert not [fault for document in documents for fault in schema_faults(document, "scenario")]
    stories = [each for each in map(scenario_from, documents) if not each.problems]
    return next(each for each in stories if not any(page.stops for page in pages_of(each, form)))


def pages_of(story, form):
    occasion = Occasion(story.today, story.country, "en", logged_in=story.log_in != "none")
    return Filling(form, story.answers, occasion).pages


def fields_of(question, raw, name):
    """What a browser sends for an answer, by field."""
    if question.kind in ("group", "table", "co_signers") and isinstance(raw, list):
        fields = {f"{name}-rows": str(len(raw))}
        for index, row in enumerate(raw):
            for inner in question.questions:
                fields |= fields_of(inner, row.get(inner.id), f"{name}-{index}-{inner.id}")
        return fields
    if raw is None:
        return {}
    if question.kind == "file":
        return {name: [a_picture() for _ in raw]}
    if isinstance(raw, dict):
        return {
            f"{name}-{key}": text
            for part, value in raw.items()
            for key, text in (
                {f"{part}-{inner}": each for inner, each in value.items()}.items()
                if isinstance(value, dict)
                else [(part, value)]
            )
        }
    return {name: raw}


def walk_as_told(visitor, form, answers):
    """Answer page after page as the scenario does; give the ids of the pages in the order they came."""
    address, way = f"/do/{visitor.slug}/", []
    for _ in range(MOST_PAGES):
        page = visitor.browser.get(address)
        if page.status_code in (302, 303):
            address = page["Location"]
            continue
        assert page.status_code == 200, (address, page.status_code)
        if address.endswith("/check/"):
            return way
        page_id = page_id_of(action_of(page))
        if way[-1:] != [page_id]:  # a page comes again once its file is sent
            way.append(page_id)
        fields = hidden_fields(page)
        for question in form.page_by_id[page_id].questions:
            if question.id in fields["asked"].split() and not question.computed:
                fields |= fields_of(question, answers.get(question.id), question.id)
        sent = visitor.browser.post(f"/do/{visitor.slug}/{page_id}/", fields)
        assert sent.status_code == 303, (page_id, errors_on(sent))
        address = sent["Location"]
    raise AssertionError(f"no end to it: {way[-10:]}")


@pytest.mark.parametrize("name", NAMES)
def test_a_package_is_filled_in_and_sent_as_its_own_scenario_tells(taken, monkeypatch, name):
    story = a_story(name)
    language, number = COUNTRIES[story.country]
    here = a_municipality(
        {"se": "Ekeby", "dk": "Nordkommune", "no": "Fjellkommune"}[story.country],
        country=story.country,
        language=language,
    )
    monkeypatch.setattr(timezone, "localdate", lambda *_: story.today)
    service = a_service(PACKAGES / name, of=here)
    with scope(here):
        definition = definition_of(service.published_version_id)
        form = definition.form
        if definition.signing is not None:
            Connection.objects.create(port="signer", adapter="fake")
    assert played(story, form) == []
    person = a_person("Alva Ek", of=here, number=number, email="alva@example.org")
    actor = a_resident(person, assurance="high")
    if service.is_for_staff_only:
        actor = an_officer(of=here)
    browser = a_browser(actor) if story.log_in != "none" else a_browser(of=here)
    visitor = AtTheSigning(browser, service.slug)
    way = walk_as_told(visitor, form, story.answers)
    assert story.pages is None or way == list(story.pages)
    sent = visitor.send() if definition.signing is None else visitor.sign()
    receipt = browser.get(sent["Location"])
    assert receipt.status_code == 200 and len(taken) == 1


def test_there_are_twenty_four_and_the_one_for_everything_else():
    assert len(NAMES) == 25


BOTH = {
    "contact-for-a-child": "two-new-contacts",
    "day-care": "moving-here-with-siblings",
    "financial-support": "two-sign",
    "school-choice": "siblings-and-a-move",
    "school-enrolment": "starts-a-year-later",
}


@pytest.mark.parametrize(("name", "story"), BOTH.items())
def test_what_two_decide_together_is_sent_when_both_have_signed(taken, monkeypatch, name, story):
    told = map(scenario_from, scenario_documents(open_package(PACKAGES / name)))
    story = next(each for each in told if each.name == story)
    monkeypatch.setattr(timezone, "localdate", lambda *_: story.today)
    service = a_service(PACKAGES / name)
    with scope():
        Connection.objects.create(port="signer", adapter="fake")
        form = definition_of(service.published_version_id).form
    first, second = (
        Signatory(*who)
        for who in (("Tolvan Tolvansson", "19121212-1212"), ("Anna Andersson", "19900102-2384"))
    )
    first.slug = second.slug = service.slug
    walk_as_told(first, form, story.answers)
    first.sign()
    assert taken == []
    with scope():
        waits = the_row()
    second.co_sign(waits)
    with scope():
        send_signed_draft(the_draft().pk, now=NOON)
        assert [each.name for each in verified_signatures(the_draft().pk).signed] == [
            "Tolvan Tolvansson",
            "Anna Andersson",
        ]
    assert len(taken) == 1
