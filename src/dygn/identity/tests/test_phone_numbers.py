import pytest
from hypothesis import given
from hypothesis import strategies as st

from dygn.base.errors import Refusal
from dygn.identity.rules.phone_numbers import parse_phone_number, shown_phone_number


@pytest.mark.parametrize(
    ("written", "country", "number"),
    [
        ("070-174 06 10", "se", "+46701740610"),
        ("+46 (0)70 174 06 10", "se", "+46701740610"),
        ("0046701740610", "no", "+46701740610"),
        ("12 34 56 78", "dk", "+4512345678"),
        ("912 34 567", "no", "+4791234567"),
        ("+358 40 123 4567", "se", "+358401234567"),
    ],
)
def test_numbers_are_read_as_people_write_them(written, country, number):
    assert parse_phone_number(written, country) == number


@pytest.mark.parametrize("written", ["", "070", "ring mig", "+0701740610", "1234567", "+4670174061012345"])
def test_what_is_no_number_is_refused(written):
    with pytest.raises(Refusal):
        parse_phone_number(written, "dk")


def test_numbers_are_shown_in_groups():
    assert shown_phone_number("+4512345678") == "+45 12 34 56 78"
    assert shown_phone_number("+358401234567") == "+358401234567"


@given(st.text(alphabet="+0123456789 ()-/.a", max_size=20), st.sampled_from(["se", "dk", "no"]))
def test_any_text_is_read_or_refused(text, country):
    try:
        number = parse_phone_number(text, country)
    except Refusal:
        return
    assert number.startswith("+") and number[1:].isdigit()
    assert parse_phone_number(shown_phone_number(number), country) == number
