"""The three countries' log-in services, in the words of their own documents and not of our table."""

import pytest

from dygn.identity.adapters.profiles import PROFILES

SWEDISH = "http://id.elegnamnden.se/loa/1.0/"
DANISH = "https://data.gov.dk/concept/core/nsis/"


@pytest.mark.parametrize(
    ("profile", "claim", "country"),
    [
        ("idporten", "pid", "no"),
        ("swedish", "https://id.oidc.se/claim/personalIdentityNumber", "se"),
        ("swedish", "https://id.oidc.se/claim/coordinationNumber", "se"),
        ("mitid", "cpr", "dk"),
        ("mitid", "dk.cpr", "dk"),
    ],
)
def test_the_personal_number_is_read_where_the_service_puts_it(profile, claim, country):
    assert PROFILES[profile].numbers[claim] == country


@pytest.mark.parametrize(
    ("profile", "claims", "level"),
    [
        ("idporten", {"acr": "idporten-loa-low"}, "low"),
        ("idporten", {"acr": "idporten-loa-substantial"}, "substantial"),
        ("idporten", {"acr": "idporten-loa-high"}, "high"),
        ("swedish", {"acr": f"{SWEDISH}loa2"}, "low"),
        ("swedish", {"acr": f"{SWEDISH}loa3"}, "substantial"),
        ("swedish", {"acr": f"{SWEDISH}loa4"}, "high"),
        ("mitid", {"loa": f"{DANISH}Low"}, "low"),
        ("mitid", {"loa": f"{DANISH}Substantial"}, "substantial"),
        ("mitid", {"loa": f"{DANISH}High"}, "high"),
        ("mitid", {"loa": f"{DANISH}Low", "acr": f"{DANISH}High"}, "low"),
        ("staff", {}, "substantial"),
    ],
)
def test_the_service_s_word_for_a_level_is_ours(profile, claims, level):
    assert PROFILES[profile].level_of(claims) == level


@pytest.mark.parametrize("profile", ["idporten", "swedish", "mitid"])
@pytest.mark.parametrize("claims", [{}, {"acr": ""}, {"acr": "loa4"}, {"acr": ["high"]}, {"loa": 4}, {"acr": None}])
def test_a_level_in_other_words_counts_for_nothing(profile, claims):
    assert PROFILES[profile].level_of(claims) == "none"


@pytest.mark.parametrize(
    ("profile", "level", "asked"),
    [
        ("idporten", "high", ["idporten-loa-high"]),
        ("idporten", "substantial", ["idporten-loa-substantial", "idporten-loa-high"]),
        ("swedish", "high", [f"{SWEDISH}loa4"]),
        ("mitid", "substantial", [f"{DANISH}Substantial", f"{DANISH}High"]),
    ],
)
def test_the_level_asked_for_is_said_in_the_service_s_words_and_those_above_it(profile, level, asked):
    assert PROFILES[profile].values_for(level) == asked
