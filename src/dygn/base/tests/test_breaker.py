"""Leaving in peace what fails."""

from dygn.base.breaker import MOST_KEYS, Breaker


def test_after_three_failures_in_a_row_it_rests_and_one_more_makes_it_rest_again():
    breaker = Breaker(failures=3, rests_seconds=60)
    for second in (0, 1):
        breaker.failed("a", now=second)
    assert not breaker.rests("a", now=2)
    breaker.failed("a", now=2)
    assert breaker.rests("a", now=3) and not breaker.rests("b", now=3)
    assert not breaker.rests("a", now=63)
    breaker.failed("a", now=63)
    assert breaker.rests("a", now=64)


def test_one_answer_forgets_the_failures():
    breaker = Breaker(failures=2, rests_seconds=60)
    breaker.failed("a", now=0)
    breaker.worked("a")
    breaker.failed("a", now=1)
    assert not breaker.rests("a", now=1)


def test_it_remembers_no_more_than_it_may():
    breaker = Breaker(failures=1, rests_seconds=60)
    for number in range(MOST_KEYS * 2 + 1):
        breaker.failed(str(number), now=0)
    assert len(breaker._counts) <= MOST_KEYS
