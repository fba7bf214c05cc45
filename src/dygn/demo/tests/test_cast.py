from datetime import date

import pytest
from django.utils.translation import gettext, override

from dygn.demo.cast import municipalities
from dygn.identity.rules.personal_numbers import parse_personal_number, passes_modulus_11
from dygn.municipalities.rules.themes import Theme, check

EVERYBODY = [(town.country, person) for town in municipalities() for person in town.people]


@pytest.mark.parametrize(("country", "person"), EVERYBODY, ids=lambda value: getattr(value, "name", value))
def test_everybody_has_a_number_that_nobody_real_can_have(country, person):
    number = parse_personal_number(person.number, (country,))
    assert number.birth_on > date(1920, 1, 1)
    if country == "no":
        assert number.is_synthetic
    if country == "dk":
        assert not passes_modulus_11(number) and (number.birth_on.month, number.birth_on.day) != (1, 1)


def test_nobody_shares_a_number():
    assert len({person.number for _, person in EVERYBODY}) == len(EVERYBODY)


@pytest.mark.parametrize("town", municipalities(), ids=lambda town: town.slug)
def test_every_theme_has_its_contrasts(town):
    check(Theme.read(town.theme))


@pytest.mark.parametrize("town", municipalities(), ids=lambda town: town.slug)
def test_staff_work_in_units_that_are_there(town):
    assert {unit for member in town.staff for unit in member.units} <= {unit.key for unit in town.units}
    assert {"administrator", "officer", "registrar"} <= {
        role for member in town.staff for role in member.roles
    }


@pytest.mark.parametrize("language", ["sv", "da", "nb", "nn"])
def test_what_each_is_there_to_show_is_said_in_every_language(language):
    people = [each for town in municipalities() for each in (*town.people, *town.staff)]
    told = {each.what for each in people if each.what}
    with override(language):
        assert len(told) >= 9 and not [what for what in told if gettext(what) == what]
