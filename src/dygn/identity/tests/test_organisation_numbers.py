import pytest
from hypothesis import given
from hypothesis import strategies as st

from dygn.base.errors import Refusal
from dygn.identity.rules.organisation_numbers import parse_organisation_number


@pytest.mark.parametrize(
    ("written", "country", "shown"),
    [
        ("212000-0142", "se", "212000-0142"),
        ("16212000-0142", "se", "212000-0142"),
        ("802005-1952", "se", "802005-1952"),
        ("DK 13 58 56 28", "dk", "13585628"),
        ("NO 974 760 673 MVA", "no", "974 760 673"),
    ],
)
def test_numbers_are_read_as_people_write_them(written, country, shown):
    number = parse_organisation_number(written)
    assert (number.country, number.shown()) == (country, shown)


@pytest.mark.parametrize("written", ["212000-0143", "13585629", "974760674"])
def test_a_wrong_digit_is_found(written):
    with pytest.raises(Refusal) as refused:
        parse_organisation_number(written)
    assert refused.value.code == "organisation_number_check_digit"


def test_another_country_is_refused():
    with pytest.raises(Refusal):
        parse_organisation_number("13585628", ("se",))


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text):
    try:
        number = parse_organisation_number(text)
    except Refusal as refusal:
        assert str(refusal.message)
    else:
        assert number.normal.isascii() and number.normal.isdigit()
