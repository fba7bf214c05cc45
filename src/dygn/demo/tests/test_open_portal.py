"""The demo's sites have something to read, in words that everybody reads."""

import re
from importlib.resources import files

import pytest
import yaml

from dygn.base.tenancy import in_municipality
from dygn.demo.actions.open_portal import open_portal
from dygn.portal.models import HomePage, TopicPage
from tests.cast import a_municipality

TEXTS = sorted(path.name for path in files("dygn.demo").joinpath("content").iterdir())


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "language"), [("Ekeby", "sv"), ("Nordo", "da"), ("Fjellvik", "nb")])
def test_each_municipality_opens_in_its_own_language_and_in_english(name, language):
    municipality = a_municipality(name, language=language)
    open_portal(municipality)
    open_portal(municipality)
    with in_municipality(municipality.pk):
        homes = HomePage.objects.filter(municipality=municipality)
        assert {home.locale.language_code for home in homes} == {language, "en"}
        assert TopicPage.objects.descendant_of(homes.get(slug=municipality.slug)).count() >= 10


@pytest.mark.parametrize("name", TEXTS)
def test_the_texts_are_plain(name):
    """LIX at most 40: words a sentence, and the share of words longer than six letters."""
    text = " ".join(_strings(yaml.safe_load(files("dygn.demo").joinpath("content", name).read_text())))
    words = re.findall(r"[^\W\d_]+", text)
    sentences = len(re.findall(r"[.!?:]", text)) + text.count("\n- ")
    lix = len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words)
    assert lix <= 40, lix


def _strings(value):
    if isinstance(value, str):
        yield f"{value.rstrip('.')}." if " " in value else ""
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(each)
