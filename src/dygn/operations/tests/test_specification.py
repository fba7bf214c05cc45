"""The requirement specification that is written from a package."""

import html
import io
from dataclasses import asdict

import pikepdf
import pytest

from dygn.forms.rules.definition import Question
from dygn.identity.actor import Actor
from dygn.operations.actions.make_specification import make_specification
from dygn.operations.specification import specification_of
from dygn.services.actions.install_package import install_package
from dygn.services.models import Version
from dygn.services.rules.conditions_in_words import condition_in_words
from dygn.services.rules.definition import definition_from_data
from dygn.services.rules.package.compiling import compile_definition
from dygn.services.rules.package.files import open_package
from dygn.services.tests.every_kind import every_kind
from dygn.services.tests.factories import NOON, PACKAGES, a_package
from tests.cast import (
    a_browser,
    a_colleague,
    a_municipality,
    a_resident,
    a_staff_member,
    a_unit,
    an_author,
    an_officer,
    scope,
)

pytestmark = pytest.mark.django_db
HERE = "/en/staff/admin/services/parking-permit/versions/1/"


@pytest.fixture
def version():
    with scope() as municipality:
        actor = Actor.system(municipality.pk)
        made = install_package(PACKAGES / "parking-permit", actor=actor, now=NOON, owner=a_unit())
        return Version.objects.defer(None).get(pk=made.pk)


def all_words(written):
    return str(asdict(written))


def words_of(response):
    return html.unescape(response.content.decode())


def of(files, language="en"):
    return specification_of(
        definition_from_data(compile_definition(files)), [], currency="SEK", language=language
    )


def facts_of(written, title):
    found = [item for part in written.parts for item in part.items if item.title == title]
    return {fact.label: fact.text for fact in found[0].facts}


def test_it_tells_purpose_for_whom_log_in_steps_letters_keeping_and_personal_data(version):
    with scope() as municipality:
        written = make_specification(version, municipality, "en")
    titles = [part.title for part in written.parts]
    for title in (
        "Purpose",
        "Use",
        "What happens then",
        "Letters",
        "Keeping and classification",
        "Personal data",
    ):
        assert title in titles
    assert "Scenarios it must pass" in titles and "e-ID, substantial" in all_words(written)


def test_every_question_stands_in_it_with_its_kind_and_whether_it_must_be_answered():
    written = of(a_package())
    asked = [item.title for part in written.parts if part.title.startswith("Page") for item in part.items]
    assert asked[:3] == ["Name", "E-mail", "Personal number"]
    assert facts_of(written, "Name") == {"Kind": "A short text", "Required": "Yes"}
    assert facts_of(written, "E-mail")["Required"] == "No"


def test_conditions_are_told_in_words_and_not_as_expressions():
    told = facts_of(of(a_package()), "What is the dog called?")["Shown only if"]
    assert told == "the answer to “Do you have a dog?” is “Yes”"


def test_a_condition_beyond_sentences_is_given_as_it_is_written():
    questions = {"a": Question("a", "number", {"en": "A"}), "b": Question("b", "number", {"en": "B"})}
    assert condition_in_words("a + b > 3", questions, "en") == "this holds: a + b > 3"
    assert condition_in_words("a > 3 && b <= 1", questions, "en") == "“A” is more than 3 and “B” is 1 or less"
    assert condition_in_words(None, questions, "en") == ""


def test_limits_are_told_with_what_a_file_may_be():
    assert "Kinds of file: image, pdf" in facts_of(of(a_package()), "Photo")["Limits"]


def test_what_is_kept_sealed_and_asked_without_a_reason_is_said():
    written = of(a_package())
    personal = next(part for part in written.parts if part.title == "Personal data")
    number = next(item for item in personal.items if item.title == "Personal number")
    assert {fact.text for fact in number.facts} == {
        "It is not said why it is asked.",
        "The answer is kept sealed.",
    }


def test_a_service_without_a_time_of_keeping_says_that_it_is_to_be_decided():
    assert "It is not said. Decide before it is published." in all_words(of(a_package()))


@pytest.mark.parametrize("folder", sorted(path.name for path in PACKAGES.iterdir() if path.is_dir()))
def test_every_ready_made_package_can_be_specified_in_each_of_its_languages(folder):
    definition = definition_from_data(compile_definition(open_package(PACKAGES / folder)))
    for language in definition.languages:
        written = specification_of(definition, [], currency="SEK", language=language)
        count = sum(len(part.items) for part in written.parts)
        assert count >= len(definition.form.by_id), language


def test_it_is_read_as_a_page_and_kept_as_an_accessible_pdf(version):
    browser = a_browser(an_officer())
    page = words_of(browser.get(HERE + "specification/"))
    assert "Requirement specification" in page and version.content_hash in page
    answer = browser.get(HERE + "specification.pdf")
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked and "/StructTreeRoot" in pdf.Root
        assert b"pdfuaid" in pdf.Root.Metadata.read_bytes()


@pytest.mark.parametrize("page", ["specification/", "specification.pdf"])
def test_it_is_for_those_who_work_with_the_service_here(version, page):
    neighbour = a_colleague(a_staff_member("administrator", "officer", of=a_municipality("Lund")))
    for stranger in (neighbour, a_resident(), a_colleague(a_staff_member("editor"))):
        assert a_browser(stranger).get(HERE + page).status_code == 404
    assert a_browser().get(HERE + page).status_code == 302
    assert a_browser(an_author()).post(HERE + page).status_code == 405
    assert a_browser(an_author()).get(HERE.replace("/1/", "/7/") + page).status_code == 404


def test_it_tells_which_source_is_asked_what_it_tells_and_whose_times_are_booked():
    demo = PACKAGES.parent / "demo/data/services/leave-at-recycling"
    written = of(open_package(demo))
    car = facts_of(written, "Which car do you come in?")
    assert car["Where it is looked up"].startswith("The vehicle register (vehicles)\nPeople may go on by hand")
    assert car["What the source tells"] == "Make\nWeight, kilos"
    assert facts_of(written, "When do you want to come?")["The calendar, as the connection calls it"] == "recycling"


def test_what_is_worked_out_names_the_questions_and_a_day_is_told_in_words():
    written = of(open_package(PACKAGES / "outdoor-seating"))
    space, days = facts_of(written, "The space will be"), facts_of(written, "What dates?")
    assert space["Worked out as"] == "“How deep is the space, from the wall and out?” * “How long is it?”"
    assert days["Limits"] == "Not before today\nNot after 730 days from today"
    assert days["Must hold"] == "“What dates?: last day” is at most 366 days after “What dates?: first day”"
    assert " is not “Yes”" in facts_of(written, "Sketch with measurements")["Shown only if"]


def test_a_tree_is_told_by_its_leaves_a_scale_by_its_steps_and_a_fee_by_how_it_is_worked_out():
    written = of(every_kind())
    assert facts_of(written, "tree en")["Answers to choose"] == "branch en › leaf en\nbranch en › twig en\nstone en"
    assert facts_of(written, "scale en")["Answers to choose"].startswith("1 – 1 en\n2\n")
    use = next(part for part in written.parts if part.title == "Use")
    fee = {fact.label: fact.text for fact in use.facts}["The fee is worked out as"]
    assert fee.startswith("“number en” > 20") and "hundredths" in fee


def test_personal_data_within_a_group_is_told_with_the_group_and_its_reason():
    personal = next(part for part in of(every_kind()).parts if part.title == "Personal data")
    told = {item.title: {fact.label: fact.text for fact in item.facts} for item in personal.items}
    assert told["co_signers en: E-mail"]["Why we ask"] == "You decide together. en"


def test_letters_and_languages_are_told_as_people_read_them():
    written = of(open_package(PACKAGES / "outdoor-seating"))
    assert facts_of(written, "When it has been sent")["Text"].startswith("We have your application")
    assert "Swedish, Danish" in all_words(written)
