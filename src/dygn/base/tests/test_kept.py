from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from dygn.base.kept import Kept


def test_what_is_kept_is_given_and_what_is_not_is_none():
    kept = Kept(2)
    assert kept.keep("a", 1) == 1 and kept.get("a") == 1 and kept.get("b") is None


def test_whoever_is_second_is_given_what_the_first_kept():
    kept = Kept(2)
    kept.keep("a", 1)
    assert kept.keep("a", 2) == 1


def test_what_has_not_been_asked_for_the_longest_goes():
    kept = Kept(2)
    kept.keep("a", 1), kept.keep("b", 2)
    kept.get("a")
    kept.keep("c", 3)
    assert [kept.get(key) for key in "abc"] == [1, None, 3]


@given(st.lists(st.integers(0, 9)), st.integers(1, 5))
def test_it_never_holds_more_than_it_may(keys, most):
    kept = Kept(most)
    for key in keys:
        assert kept.keep(key, key) == key
        assert len(kept) <= most and kept.get(key) == key


def test_threads_share_it_and_none_meets_another_s_forgetting():
    kept = Kept(3)

    def ask(number):
        key = number % 7
        found = kept.get(key)
        return (kept.keep(key, key) if found is None else found) == key

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(4000)))
