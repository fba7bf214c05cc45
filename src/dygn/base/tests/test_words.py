import pytest

from dygn.base.words import pick


@pytest.mark.parametrize(
    ("texts", "language", "expected"),
    [
        ({"sv": "Hej", "en": "Hello"}, "sv", "Hej"),
        ({"nb": "Hei", "en": "Hello"}, "nn", "Hei"),
        ({"sv": "Hej", "en": "Hello"}, "da", "Hej"),
        ({"sv": "", "en": "Hello"}, "sv", "Hello"),
        ({"fi": "Moi"}, "sv", "Moi"),
        ({}, "sv", ""),
    ],
)
def test_the_nearest_language_stands_in(texts, language, expected):
    assert pick(texts, language) == expected
