from datetime import date

import pytest

from dygn.cases.rules.letters import LETTER_OF_OUTCOME, appeal_by, house_letters, letter_text, split_letter
from dygn.services.rules.package.letters import FACTS

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
