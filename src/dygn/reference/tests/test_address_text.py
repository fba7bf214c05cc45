import pytest
from hypothesis import given
from hypothesis import strategies as st

from dygn.reference.rules.address_text import AddressParts, danish_parts, in_street_order, searchable


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Ridehusgade 49, 2. th, 5000 Odense C", AddressParts("Ridehusgade", "49", "5000", "Odense C")),
        (
            "Højemarksvej 11, 1., Bolbro, 5200 Odense V",
            AddressParts("Højemarksvej", "11", "5200", "Odense V"),
        ),
        ("Skolen, 5592 Ejby", AddressParts("Skolen", "", "5592", "Ejby")),
        ("Nothing of the kind", None),
    ],
)
def test_a_danish_address_is_taken_apart(text, parts):
    assert danish_parts(text) == parts


def test_number_two_comes_before_number_ten():
    streets = ["Storgatan 10", "Storgatan 2", "Storgatan 2B", "Storgatan 1"]
    assert sorted(streets, key=in_street_order) == [
        "Storgatan 1",
        "Storgatan 2",
        "Storgatan 2B",
        "Storgatan 10",
    ]


@given(st.text())
def test_what_is_searched_has_no_signs_and_is_its_own_search(text):
    assert searchable(searchable(text)) == searchable(text)
    assert "," not in searchable(text)
    in_street_order(searchable(text))
