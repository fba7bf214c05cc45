"""Sources of a connection that cannot say what it has: what is in use is shown, and a name that is not known is told."""

import pytest

from dygn.base.errors import OutsideFailure
from dygn.integrations.look_ups.fake import FakeSources
from dygn.operations.tests.test_editor_views import EDIT, browser, form_of, question, words_of
from dygn.operations.tests.test_fetched_list import ACTIVITIES, connect, fetch
from dygn.operations.tests.test_option_list import tree
from dygn.services.list_queries import forget_failures
from dygn.services.rules.package.files import PackageFiles
from dygn.services.tests.factories import LETTERS, SMALL, a_service

__all__ = ["browser", "tree"]
pytestmark = pytest.mark.django_db
PLATES = SMALL.replace("key: small-service", "key: plates").replace("pages:\n", """\
pages:
  - id: car
    title: {sv: Bil, en: Car}
    questions:
      - id: car
        kind: lookup
        source: vehicles
        label: {sv: Vilken bil?, en: Which car?}
        source_name: {sv: Registret, en: The register}
        facts: [{key: make, label: {sv: Märke, en: Make}}]
""")  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_has_failed():
    forget_failures()


@pytest.fixture
def unlisted(browser, monkeypatch):
    """A connection that knows its sources by name, and cannot list them."""
    connect(sources={"vehicles": {}})
    monkeypatch.setattr(FakeSources, "offers", lambda self: {})
    monkeypatch.setattr(FakeSources, "knows", lambda self, source: source == "vehicles")
    browser.post(EDIT + "pages/about-you/", {"add": "1", "words": "Which car", "kind": "lookup", "seen": "1"})
    return browser


def test_what_other_services_use_is_shown_where_a_connection_cannot_list_its_sources(unlisted):
    path = EDIT + "questions/which_car/"
    assert "Other services use" not in words_of(unlisted.get(path))
    a_service(PackageFiles({"service.yaml": PLATES, **LETTERS}))
    assert "Other services use: vehicles." in words_of(unlisted.get(path))


def test_a_name_that_the_connection_does_not_know_is_kept_and_told(unlisted):
    path = EDIT + "questions/which_car/"
    answer = unlisted.post(path, {**form_of(unlisted.get(path)), "source": "boats"}, follow=True)
    assert "Nothing that is connected is called “boats”" in words_of(answer)
    assert question("which_car")["source"] == "boats"
    answer = unlisted.post(path, {**form_of(unlisted.get(path)), "source": "vehicles"}, follow=True)
    assert "Nothing that is connected" not in words_of(answer)


def test_a_source_that_has_not_answered_several_times_is_left_in_peace(tree, monkeypatch):
    connect(lists={"activities": ACTIVITIES}, is_down=True)
    for _time in range(3):
        assert "does not answer" in words_of(fetch(tree))
    asked = []

    def silent(self, key):
        asked.append(key)
        raise OutsideFailure("silent")

    monkeypatch.setattr(FakeSources, "whole_list", silent)
    assert "left in peace" in words_of(fetch(tree)) and not asked


def test_a_source_that_answers_again_is_forgiven(tree):
    connect(lists={"activities": ACTIVITIES}, is_down=True)
    fetch(tree)
    fetch(tree)
    connect(lists={"activities": ACTIVITIES})
    assert "Mat › Kafé" in words_of(fetch(tree))
    connect(lists={"activities": ACTIVITIES}, is_down=True)
    assert "does not answer" in words_of(fetch(tree))
