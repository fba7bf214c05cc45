"""What tells a number tells it in the words for one and for several."""

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from dygn.base.saying import as_kept, from_kept, says_number
from dygn.forms.rules.definition import Question
from dygn.forms.rules.problems import NUMBERED, Problem, told_by

ONE = Question("name", "text", {"en": "Name"})
_FACTS = {"length": 5}


@pytest.mark.parametrize("code", sorted(NUMBERED))
def test_what_is_wrong_is_told_in_the_words_for_one_and_for_several(code):
    by = NUMBERED[code].by
    with override("en"):
        one = Problem(code, {**_FACTS, by: 1}).words(ONE, "en")
        several = Problem(code, {**_FACTS, by: 2}).words(ONE, "en")
    assert re.search(r"\b1 (character|decimal|answer|file|entry)\b", one), one
    assert re.search(r"\b2 (characters|decimals|answers|files|entries)\b", several), several


def test_what_is_not_known_yet_is_told_as_several():
    with override("en"):
        assert str(told_by("too_short", ONE, {})) == "“Name” must have at least … characters."
        assert str(told_by("too_short", ONE, {"min": 1})) == "“Name” must have at least 1 character."


def test_a_sentence_with_a_number_is_kept_and_read_again():
    said = says_number("%(count)s row", "%(count)s rows", by="count", count=1)
    with override("en"):
        assert str(from_kept(as_kept(said))) == "1 row" and str(said.of({"count": 3})) == "3 rows"


def test_no_text_of_forms_puts_a_number_that_may_be_one_before_a_plural():
    """Numbers that the house itself sets are more than one; what an author chooses may be one."""
    home = Path(__file__).parents[1]
    source = (home / "rules" / "problems.py").read_text()
    plain = re.sub(r"says_number\(.*?\n    \)", "", source, flags=re.DOTALL)
    assert not re.findall(r"%\((?:min|max|decimals)\)s (?:characters|answers|files|entries|decimals)", plain)
