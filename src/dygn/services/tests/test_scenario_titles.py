"""The title of a scenario is read in the reader's language; one plain text is read as it stands."""

import json

import pytest
from django.utils.translation import override

from dygn.services.acceptance_queries import protocol_of
from dygn.services.acceptance_words import trial_found
from dygn.services.actions.install_package import install_package
from dygn.services.actions.keep_trial import keep_trial
from dygn.services.actions.try_package import try_files
from dygn.services.rules.editing.package import edited_package
from dygn.services.rules.editing.scenarios import listed_scenarios, rename_scenario
from dygn.services.rules.package.compiling import compile_package
from dygn.services.rules.package.faults import PackageRefused
from dygn.services.rules.package.files import PackageFiles, open_package
from dygn.services.rules.package.scenarios import retitled, scenario_documents, scenario_from
from dygn.services.rules.package.trial import as_data
from dygn.services.tests.factories import NOON, PACKAGES, a_package
from tests.cast import a_colleague, a_staff_member, an_author, scope

NAMES = sorted(path.name for path in PACKAGES.iterdir() if path.is_dir())
STORY = """
title: {title}
answers: {{name: Alva, has_dog: "no"}}
expect: {{problems: {{}}}}
"""
BOTH = "{sv: Alva har ingen hund, en: Alva has no dog}"


def with_story(title=BOTH):
    return PackageFiles({**a_package().texts, "scenarios/alva.yaml": STORY.format(title=title)})


def test_a_trial_tells_the_title_in_the_language_of_the_reader():
    tried = try_files(with_story())
    with override("sv"):
        assert str(tried.results[0].title) == "Alva har ingen hund"
        assert as_data(tried)["scenarios"][0]["title"] == "Alva har ingen hund"
    with override("en"):
        assert str(tried.results[0].title) == "Alva has no dog"
    with override("da"):  # the nearest that there is
        assert str(tried.results[0].title) == "Alva har ingen hund"


def test_one_plain_text_is_the_title_in_every_language():
    tried = try_files(with_story("Alva has no dog"))
    with override("sv"):
        assert str(tried.results[0].title) == "Alva has no dog"


@pytest.mark.parametrize(
    ("title", "where"),
    [
        ("{}", ".title: There is nothing here"),
        ("{sv: ''}", ".title.sv: The text is empty"),
        ("{swedish: Alva}", ".title.swedish: This key is not written in the right way"),
        ("[Alva]", "title: This must be one of these: a text, a group of keys"),
        ("{sv: " + "x" * 201 + "}", "title.sv: The text is too long"),
    ],
)
def test_a_title_that_is_no_title_is_refused_with_its_place(title, where):
    with pytest.raises(PackageRefused) as refused:
        compile_package(with_story(title))
    told = str(refused.value)
    assert "scenarios/alva.yaml:" in told and where.lstrip(".") in told


def test_a_new_title_in_one_language_leaves_the_others():
    package = edited_package(with_story())
    renamed = rename_scenario(package, "alva", "Alva utan hund", "sv")
    assert [each.title for each in listed_scenarios(renamed, "sv")] == ["Alva utan hund"]
    assert [each.title for each in listed_scenarios(renamed, "en")] == ["Alva has no dog"]


def test_words_that_stand_there_already_change_nothing():
    written = {"sv": "Alva", "en": "Alva again"}
    assert retitled(written, "Alva", "en") == written
    assert retitled(written, "Ny", "sv") == {"sv": "Ny", "en": "Alva again"}
    assert retitled("Alva", "Ny", "sv") == retitled(None, "Ny", "sv") == "Ny"


@pytest.mark.django_db
def test_what_the_protocol_keeps_is_read_by_each_in_their_language():
    with scope():
        version = install_package(with_story(), actor=an_author(), now=NOON)
        tester = a_colleague(a_staff_member("service_owner"))
        test = keep_trial(version.pk, languages=["sv"], actor=tester, now=NOON)
        json.dumps(test.result)
        for language, title in (("sv", "Alva har ingen hund"), ("en", "Alva has no dog")):
            with override(language):
                found = trial_found(protocol_of(version))
                assert [told for told, _differences in found.differences] == [title]


@pytest.mark.parametrize("name", NAMES)
def test_the_scenarios_of_a_ready_made_service_are_titled_in_each_of_its_languages(name):
    files = open_package(PACKAGES / name)
    languages = set(compile_package(files).definition["languages"])
    documents = scenario_documents(files)
    assert documents and all(scenario_from(each) for each in documents)
    for document in documents:
        title = document.data["title"]
        assert isinstance(title, dict) and set(title) == languages, document.file
        assert all(text.strip() == text and not text.endswith(".") for text in title.values()), document.file
