import pytest

from dygn.reference.models import Address
from dygn.reference.queries import find_addresses
from dygn.reference.rules.municipality_codes import national_municipalities


@pytest.fixture
def street(db):
    for key, number in enumerate(("2", "10", "1", "1A"), start=1):
        Address.objects.create(
            country="se",
            key=str(key),
            text=f"Björkgatan {number}, 123 45 Ekeby",
            street="Björkgatan",
            number=number,
            postcode="123 45",
            place="Ekeby",
        )


@pytest.mark.parametrize("typed", ["björkg", "BJÖRKGATAN", "  björkgatan, ", "björkgatan ekeby"])
def test_a_street_is_found_by_its_beginning_in_its_own_order(street, typed):
    assert [address.number for address in find_addresses(typed, country="se")] == ["1", "1A", "2", "10"]


def test_a_house_is_found_with_its_place_after_it(street):
    assert [address.number for address in find_addresses("Björkgatan 10 Ekeby", country="se")] == ["10"]


def test_another_country_or_one_letter_finds_nothing(street):
    assert find_addresses("björkgatan", country="dk") == []
    assert find_addresses("b", country="se") == []
    assert find_addresses("%", country="se") == []


def test_an_address_given_up_is_not_found(street):
    Address.objects.filter(number="10").update(is_in_use=False)
    assert find_addresses("björkgatan 10", country="se") == []


def test_a_search_asks_the_database_twice_at_most(street, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        find_addresses("björkgatan 99 ekeby", country="se")


@pytest.mark.parametrize(
    ("country", "number", "code", "name"),
    [
        ("se", 290, "0180", "Stockholm"),
        ("dk", 98, "0461", "Odense"),
        ("no", 357, "4601", "Bergen"),
    ],
)
def test_the_municipalities_of_the_three_countries_are_known(country, number, code, name):
    municipalities = national_municipalities(country)
    assert len(municipalities) == number
    assert {one.code: one.name for one in municipalities}[code] == name
