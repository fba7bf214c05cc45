"""Figures: declared by each trade, kept by day, never personal."""

from datetime import date

import pytest

from dygn.figures.actions.add_up import add_up
from dygn.figures.models import KeptFigure
from dygn.figures.queries import by_day, sums_about, sums_by_subject
from dygn.figures.rules.few import without_few
from dygn.figures.rules.figure import Count, Figure, Period, UndeclaredFigure, declare, declared_figures
from dygn.figures.rules.spread import BOUNDS, bound_of, within
from tests.cast import a_municipality, scope

pytestmark = pytest.mark.django_db

MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)
WEEK = Period(until=date(2026, 11, 22), days=7)


@pytest.fixture(autouse=True)
def counted():
    declare(Figure("tests.loans", "Loans", "Books that were lent.", splits=frozenset({"shelf"})))


def kept():
    with scope():
        return dict(KeptFigure.objects.values_list("on", "value"))


def test_what_is_counted_is_added_to_what_is_kept():
    with scope():
        add_up({Count("tests.loans", "library:1", MONDAY): 2})
        add_up({Count("tests.loans", "library:1", MONDAY): 3, Count("tests.loans", "library:1", TUESDAY): 1})
    assert kept() == {MONDAY: 5, TUESDAY: 1}


def test_what_was_counted_too_soon_is_taken_back():
    with scope():
        add_up({Count("tests.loans", "library:1", MONDAY): 2})
        add_up({Count("tests.loans", "library:1", MONDAY): -2})
    assert kept() == {MONDAY: 0}


@pytest.mark.parametrize(
    "count",
    [Count("tests.theft", "library:1", MONDAY), Count("tests.loans", "library:1", MONDAY, "reader", "Alva")],
)
def test_nobody_counts_what_no_trade_has_declared(count):
    with scope(), pytest.raises(UndeclaredFigure):
        add_up({count: 1})
    assert kept() == {}


def test_every_figure_says_what_it_means():
    assert [figure.key for figure in declared_figures() if not (figure.name and figure.meaning)] == []


def test_the_neighbour_s_figures_are_not_ours():
    with scope(a_municipality("Lund")):
        add_up({Count("tests.loans", "library:1", MONDAY): 2})
    with scope():
        now, before = sums_about("library:1", ["tests.loans"], WEEK)
        assert now.of("tests.loans") == before.of("tests.loans") == 0


def test_a_period_is_told_beside_the_one_before_it():
    with scope():
        add_up(
            {
                Count("tests.loans", "library:1", WEEK.since): 4,
                Count("tests.loans", "library:1", WEEK.before_until): 3,
            }
        )
        add_up(
            {
                Count("tests.loans", "library:1", WEEK.before_since): 1,
                Count("tests.loans", "library:1", WEEK.until): 1,
            }
        )
        now, before = sums_about("library:1", ["tests.loans"], WEEK)
    assert (now.of("tests.loans"), before.of("tests.loans")) == (5, 4)


def test_the_parts_of_a_split_are_told_by_themselves():
    with scope():
        for shelf, number in (("poems", 20), ("novels", 31)):
            add_up({Count("tests.loans", "library:1", MONDAY, "shelf", shelf): number})
        now, _before = sums_about("library:1", ["tests.loans"], WEEK)
    assert list(now.told_parts("tests.loans", "shelf").items()) == [("novels", 31), ("poems", 20)]


def test_parts_of_a_few_are_put_together():
    assert without_few({"sv": 90, "en": 12, "fi": 4, "de": 1}) == {"sv": 90, "en": 12, "": 5}
    assert without_few({"sv": 90}) == {"sv": 90}


def test_one_question_to_the_database_reads_however_much_was_counted(django_assert_num_queries):
    with scope():
        for day in (MONDAY, TUESDAY):
            for library in range(20):
                add_up({Count("tests.loans", f"library:{library}", day): 1})
        for ask in (
            lambda: sums_about("library:1", ["tests.loans"], WEEK),
            lambda: sums_by_subject(["tests.loans"], ["shelf"], WEEK),
            lambda: by_day("library:1", ["tests.loans"], WEEK),
        ):
            with django_assert_num_queries(1):
                assert ask()


def test_many_counts_are_one_statement(django_assert_num_queries):
    with scope(), django_assert_num_queries(1):
        add_up({Count("tests.loans", f"library:{number}", MONDAY): 1 for number in range(500)})


def test_the_middle_and_nine_of_ten_are_told_from_a_spread():
    spread = {}
    for seconds in range(1, 1001):
        spread[bound_of(seconds)] = spread.get(bound_of(seconds), 0) + 1
    assert within(spread, 0.5) == pytest.approx(500, rel=0.02)
    assert within(spread, 0.9) == pytest.approx(900, rel=0.02)


def test_of_nothing_there_is_no_middle():
    assert within({}, 0.5) is None and within({60: 0}, 0.5) is None


def test_the_longest_times_share_the_last_bound():
    assert bound_of(10**9) == BOUNDS[-1] and bound_of(0) == BOUNDS[0]
