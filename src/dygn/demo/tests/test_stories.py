from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
import yaml

from dygn.demo import cast
from dygn.demo.actions.tell_story import VERBS
from dygn.demo.rules.stories import STORIES_A_TOWN, year_of
from dygn.forms.rules.definition import Occasion
from dygn.forms.rules.flow import Filling
from dygn.services.rules.package.compiling import compile_definition, load_definition
from dygn.services.rules.package.files import open_package

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DYGN = Path(cast.__file__).parents[1]
TOWNS = pytest.mark.parametrize("town", cast.municipalities(), ids=lambda town: town.slug)


@cache
def form_of(service):
    return load_definition(compile_definition(open_package(DYGN / "packages" / service))).form


def year(town):
    texts = yaml.safe_load((DYGN / f"demo/data/life.{town.languages[0]}.yaml").read_text(encoding="utf-8"))
    return list(year_of(town, texts, now=NOW))


def a_paper(name):
    return [{"key": name, "name": f"{name}.pdf", "type": "application/pdf", "size": 1000}]


@TOWNS
def test_a_year_has_its_stories_in_order_and_all_before_now(town):
    stories = year(town)
    moments = [story.sent_at for story in stories]
    assert len(stories) == STORIES_A_TOWN and moments == sorted(moments)
    for story in stories:
        lived = [story.sent_at, *(happening.at for happening in story.happenings), NOW]
        assert lived == sorted(lived)
        assert {happening.verb for happening in story.happenings} <= set(VERBS)


@TOWNS
def test_the_same_seed_tells_the_same_year(town):
    again = list(
        year_of(
            town, yaml.safe_load((DYGN / f"demo/data/life.{town.languages[0]}.yaml").read_text()), now=NOW
        )
    )
    assert again == year(town)


@TOWNS
def test_the_year_is_told_relative_to_today(town):
    texts = yaml.safe_load((DYGN / f"demo/data/life.{town.languages[0]}.yaml").read_text())
    later = list(year_of(town, texts, now=NOW + timedelta(days=7)))
    assert [story.sent_at - timedelta(days=7) for story in later] == [story.sent_at for story in year(town)]


@TOWNS
def test_what_people_fill_in_can_be_sent(town):
    for story in year(town):
        answers = dict(story.answers)
        if story.service == "parking-permit":
            answers |= {"certificate": a_paper("statement"), "photo": a_paper("photo")}
        occasion = Occasion(
            story.sent_at.date(), town.country, town.languages[0], logged_in=story.person is not None
        )
        filling = Filling(form_of(story.service), answers, occasion)
        problems = [(page.id, problem) for page, problem in filling.all_problems()]
        assert problems == [], f"{story.service} of {story.person}"
