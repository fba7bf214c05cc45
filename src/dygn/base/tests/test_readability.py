import textstat

from dygn.base.readability import lix

TEXTS = (
    "Vi har fått din ansökan. Du får ett beslut inom fyra veckor. Saknas något hör vi av oss.",
    "Förvaltningsrätten prövar överklagandet, varvid myndighetens beslutsunderlag granskas i sin helhet.",
    "The cat sat on the mat. It was warm there, and nobody came.",
)


def test_our_index_agrees_with_an_independent_one():
    for text in TEXTS:
        assert abs(lix(text) - textstat.lix(text)) < 3


def test_plain_words_are_easier_than_those_of_the_law():
    assert lix(TEXTS[0]) < 35 < 50 < lix(TEXTS[1])


def test_a_text_without_words_is_no_trouble():
    assert lix("") == 0
