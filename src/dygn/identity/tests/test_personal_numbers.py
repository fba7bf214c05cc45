import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dygn.base.errors import Refusal
from dygn.identity.rules.personal_numbers import (
    NumberKind,
    half_masked,
    parse_personal_number,
    passes_modulus_11,
)
from tests.material import material

TODAY = date(2026, 11, 22)


def official(name):
    return json.loads(material(f"id-numbers/se-personnummer-meta/testdata/{name}").read_text())


def norwegian(first_nine):
    """Give a number with right check digits, or None when no such number is given out."""
    digits = [int(digit) for digit in first_nine]
    for weights in ((3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)):
        check = -sum(a * b for a, b in zip(digits, weights, strict=True)) % 11
        if check == 10:
            return None
        digits.append(check)
    return "".join(map(str, digits))


def read(text, *countries):
    return parse_personal_number(text, countries or ("se", "dk", "no"), today=TODAY)


def test_all_official_swedish_test_numbers_agree():
    numbers = official("allPins.json")
    assert len(numbers) == 41_129
    assert [n for n in numbers if read(n).normal != n or read(n).kind != NumberKind.PERSONAL] == []


def test_all_official_swedish_coordination_numbers_agree():
    numbers = official("allCoords.json")
    assert len(numbers) == 2_264
    assert [n for n in numbers if read(n, "se").kind != NumberKind.COORDINATION] == []


def test_a_coordination_number_may_leave_the_day_of_birth_open():
    open_days = [n for n in official("allCoords.json") if read(n, "se").birth_on is None]
    assert len(open_days) == 194
    assert read("191500722390").birth_on is None


def test_the_official_right_and_wrong_forms_agree():
    examples = [example for example in official("list.json") if " " not in example["long_format"]]
    assert len(examples) == 13  # the one left out differs only in a space, which we bear
    for example in examples:
        for form in ("long_format", "separated_long", "separated_format"):
            if example["valid"]:
                assert read(example[form], "se").normal == example["long_format"]
            else:
                with pytest.raises(Refusal):
                    read(example[form], "se")


def test_official_organisation_numbers_are_no_personal_numbers():
    for example in official("orgnumber.json"):
        with pytest.raises(Refusal):
            read(example["separated_format"], "se")


@pytest.mark.parametrize("index", range(12))
def test_one_wrong_digit_is_found(index):
    right = "189001019802"
    wrong = right[:index] + str((int(right[index]) + 1) % 10) + right[index + 1 :]
    if index < 2:
        return  # the century is not part of what the check digit covers
    with pytest.raises(Refusal):
        read(wrong, "se")


@pytest.mark.parametrize(
    "written",
    [
        "18900101-9802",
        " 18900101 9802 ",
        "900101+9802",
        "18900101\u20119802",
        "18900101–9802",
        "1890 01 01 9802",
    ],
)
def test_sloppy_writing_is_borne(written):
    assert read(written, "se").normal == "189001019802"


def test_a_coordination_number_gives_the_day_of_birth():
    assert read("191401682396").birth_on == date(1914, 1, 8)


def test_nobody_is_born_tomorrow():
    number = "202312312388"
    assert read(number).birth_on == date(2023, 12, 31)
    with pytest.raises(Refusal):
        parse_personal_number(number, ("se",), today=date(2023, 12, 30))


def test_ten_digits_belong_to_the_latest_century_and_a_plus_to_the_one_before():
    assert read("090121+9931", "se").birth_on == date(1909, 1, 21)
    assert read("090121-9931", "se").birth_on == date(2009, 1, 21)


@pytest.mark.parametrize(
    ("written", "born"),
    [
        ("010190-1234", date(1990, 1, 1)),
        ("0101364234", date(2036, 1, 1)),
        ("010137-4234", date(1937, 1, 1)),
        ("311299-5000", date(1899, 12, 31)),
        ("010105 5000", date(2005, 1, 1)),
        ("290200-4000", date(2000, 2, 29)),
    ],
)
def test_a_cpr_number_tells_the_century_by_its_seventh_digit(written, born):
    assert parse_personal_number(written, ("dk",), today=date(2050, 1, 1)).birth_on == born


def test_a_cpr_number_without_modulus_11_is_right_too():
    assert passes_modulus_11(read("211062-5629", "dk"))
    assert not passes_modulus_11(read("010190-1234", "dk"))


def test_a_danish_date_that_does_not_exist_is_refused():
    with pytest.raises(Refusal) as refused:
        read("310290-1234", "dk")
    assert refused.value.code == "personal_number_date"


@pytest.mark.parametrize(
    ("first_nine", "kind", "synthetic"),
    [
        ("010190123", NumberKind.PERSONAL, False),
        ("410190123", NumberKind.D_NUMBER, False),
        ("018190123", NumberKind.PERSONAL, True),
        ("014190123", NumberKind.PERSONAL, True),
        ("418190123", NumberKind.D_NUMBER, True),
    ],
)
def test_norwegian_kinds(first_nine, kind, synthetic):
    number = next(
        found
        for step in range(100)
        if (found := norwegian(f"{first_nine[:6]}{int(first_nine[6:]) + step:03}"))
    )
    parsed = read(number, "no")
    assert (parsed.kind, parsed.is_synthetic, parsed.birth_on) == (kind, synthetic, date(1990, 1, 1))


@pytest.mark.parametrize(
    ("year", "individual", "born"),
    [(99, 499, 1999), (54, 500, 1854), (0, 500, 2000), (39, 999, 2039), (40, 900, 1940), (99, 999, 1999)],
)
def test_norwegian_centuries(year, individual, born):
    number = next(
        found for day in range(1, 29) if (found := norwegian(f"{day:02}01{year:02}{individual:03}"))
    )
    assert parse_personal_number(number, ("no",), today=date(2050, 1, 1)).birth_on.year == born


def test_a_norwegian_number_of_no_century_is_refused():
    number = next(found for day in range(1, 29) if (found := norwegian(f"{day:02}0145800")))
    with pytest.raises(Refusal):
        read(number, "no")


@given(
    day=st.integers(1, 28),
    month=st.integers(1, 12),
    year=st.integers(0, 99),
    rest=st.integers(0, 499),
    place=st.integers(0, 10),
    step=st.integers(1, 9),
)
def test_a_norwegian_number_with_one_wrong_digit_is_never_taken_for_right(
    day, month, year, rest, place, step
):
    number = norwegian(f"{day:02}{month:02}{year:02}{rest:03}")
    if number is None:
        return
    assert read(number, "no").normal == number
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    with pytest.raises(Refusal):
        read(wrong, "no")


@given(st.text(max_size=40) | st.from_regex(r"[0-9]{6,12}[-+]?[0-9]{0,5}"))
def test_any_text_is_read_or_refused(text):
    try:
        number = read(text)
    except Refusal as refusal:
        assert str(refusal.message)
    else:
        assert number.normal.isascii() and number.normal.isdigit()
        assert read(number.normal, number.country) == number
        assert read(number.shown(), number.country) == number


def test_numbers_are_shown_half_masked():
    assert read("191401682396").masked() == "19140168-••••"
    assert read("010190-1234", "dk").masked() == "010190-••••"
    assert "9802" not in f"{read('189001019802')!r} {read('189001019802')}"
    assert half_masked("not a number") == "••••••••"


def test_each_country_says_how_its_number_is_written():
    texts = set()
    for country in ("se", "dk", "no"):
        with pytest.raises(Refusal) as refused:
            read("12", country)
        texts.add(str(refused.value.message))
    assert len(texts) == 3
