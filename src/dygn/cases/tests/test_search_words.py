from hypothesis import given
from hypothesis import strategies as st

from dygn.cases.rules.search_words import LONGEST, end_of_prefix, fold, words_of


def test_a_case_is_found_by_its_reference_and_by_each_name_first():
    words = words_of(reference="EKE-2026-004711", name="Anna  Ek")
    assert words == ["eke-2026-004711", "004711", "4711", "anna ek", "ek anna"]


def test_a_case_without_a_name_is_found_by_its_reference():
    assert words_of(reference="EKE-2026-000000", name=" ") == ["eke-2026-000000", "000000", "0"]


@given(st.text())
def test_no_word_is_longer_than_its_column(name):
    assert all(len(word) <= LONGEST for word in words_of(reference="EKE-2026-000001", name=name))


@given(st.text(), st.text())
def test_whatever_begins_with_a_prefix_lies_within_its_bounds(prefix, rest):
    word = fold(prefix) + rest.replace("\U0010ffff", "")
    assert fold(prefix) <= word < end_of_prefix(fold(prefix))
