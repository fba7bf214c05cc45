from datetime import date

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from dygn.cases.actions.compose_letter import compose_letter
from dygn.cases.rules.letters import (
    LETTER_OF_OUTCOME,
    appeal_by,
    house_letters,
    letter_text,
)
from dygn.cases.tests.factories import a_case
from dygn.identity.models import StaffMember
from dygn.municipalities.models import Wording
from dygn.services.rules.letter_parts import Run, split_letter
from dygn.services.rules.package.letters import FACTS
from dygn.services.tests.factories import PACKAGES, a_service
from tests.cast import a_municipality, scope

LANGUAGES = ("sv", "da", "nb", "en")
KNOWN = {name: f"<{name}>" for name in FACTS}


@pytest.mark.parametrize("outcome", LETTER_OF_OUTCOME)
@pytest.mark.parametrize("country", ["se", "dk", "no"])
@pytest.mark.parametrize("language", [*LANGUAGES, "nn"])
def test_every_outcome_has_a_letter_in_every_language_with_nothing_left_to_fill_in(
    outcome, country, language
):
    text = letter_text(outcome, {}, country=country, language=language, facts=KNOWN)
    title, parts = split_letter(text)
    assert title and "{" not in text and "<reason>" in text
    assert any("<appeal_by>" in part.text for part in parts) == (outcome in ("partly", "refused"))


@pytest.mark.parametrize("name", ["granted", "partly", "refused", "closed"])
def test_the_house_s_letters_are_in_all_four_languages(name):
    assert set(house_letters()[name]) == set(LANGUAGES)


def test_a_package_s_own_letter_is_used_and_how_to_appeal_added():
    own = {"sv": "# Nej\n{reason}"}
    text = letter_text("refused", own, country="se", language="sv", facts=KNOWN)
    assert text.startswith("# Nej\n<reason>") and "Så överklagar du" in text


def test_a_letter_that_tells_how_to_appeal_is_left_as_it_is():
    own = {"sv": "# Nej\n{reason}\nÖverklaga senast {appeal_by}."}
    assert "Så överklagar du" not in letter_text("refused", own, country="se", language="sv", facts=KNOWN)


def test_the_time_to_appeal_is_the_country_s():
    day = date(2026, 11, 20)
    assert [appeal_by(day, country).day for country in ("se", "dk", "no")] == [11, 18, 11]


def test_a_letter_is_split_into_title_and_parts():
    title, parts = split_letter("# Title\nHello\n\n## Why\nBecause\nit is so")
    assert title == "Title"
    assert [(part.title, part.text) for part in parts] == [("", "Hello"), ("Why", "Because\nit is so")]


def test_a_line_that_is_strong_as_a_whole_is_a_heading_and_strong_words_stay_words():
    _title, parts = split_letter(
        "# No\nYour number is **E-1**, **keep** it.\n\n**How to appeal**\n\nWrite.\n\nTo us."
    )
    assert [part.title for part in parts] == ["", "How to appeal"]
    assert parts[0].paragraphs == [
        [Run("Your number is "), Run("E-1", True), Run(", "), Run("keep", True), Run(" it.")]
    ]
    assert parts[1].paragraphs == [[Run("Write.")], [Run("To us.")]]


@given(st.text(alphabet="*a #\n", max_size=60))
def test_no_word_of_a_letter_is_lost_in_setting_it(text):
    _title, parts = split_letter(f"# T\n{text}")
    set_words = "".join(
        part.title + "".join(run.text for each in part.paragraphs for run in each) for part in parts
    )
    assert set_words.count("a") == text.count("a")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("country", "own", "body"),
    [("se", "", "förvaltningsrätten"), ("dk", "", "Ankestyrelsen"), ("se", "Kammarrätten", "Kammarrätten")],
)
def test_an_appeal_goes_to_a_body_outside_the_municipality(country, own, body):
    with scope(a_municipality(f"Appeal {country}", country=country)) as municipality:
        if own:
            Wording.objects.create(key="cases.appeal_to", language="sv", text=own)
        officer = StaffMember(name="Olga Officer")
        case = a_case(of=municipality, service=a_service(PACKAGES / "parking-permit", of=municipality))
        case.language = "sv"
        letter = compose_letter(case, "refused", "Du kan gå.", officer=officer, now=timezone.now())
    assert body in letter and f"vidare till {municipality.name}" not in letter
