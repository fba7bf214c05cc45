"""What an author does to a service's steps and languages."""

import pytest

from dygn.base.errors import Refusal
from dygn.services.rules.editing import languages, steps
from dygn.services.rules.editing.canonical import canonical
from dygn.services.rules.editing.faults import faults_to_mend
from dygn.services.rules.editing.package import edited_package, package_files
from dygn.services.rules.package.compiling import compile_package
from dygn.services.rules.package.files import open_package
from dygn.services.tests.factories import PACKAGES

FOLDERS = sorted(path for path in PACKAGES.iterdir() if path.is_dir())


def parking():
    return edited_package(open_package(PACKAGES / "parking-permit"))


def keys(package):
    return [step["key"] for step in package.data.get("steps", [])]


def test_a_step_of_one_s_own_comes_before_the_end_and_keeps_its_key_when_renamed():
    package, key = steps.add_step(parking(), key="", name={"sv": "Läkaren tittar på det"}, days=5)
    assert keys(package) == ["received", "registered", "in_hand", "decided", key, "closed"]
    renamed = steps.change_step(package, key, {"name": {"sv": "Läkaren läser"}, "text": {}, "days": 0})
    assert steps.step_data(renamed.data, key) == {"key": "lakaren_tittar_pa_det", "days": 0, "name": {"sv": "Läkaren läser"}}


def test_a_step_that_every_case_goes_through_comes_where_it_belongs():
    package = steps.remove_step(parking(), "registered")
    assert steps.standard_steps_left(package.data) == ["registered"]
    package, _key = steps.add_step(package, key="registered", name={}, days=1)
    assert keys(package) == keys(parking())
    with pytest.raises(Refusal):
        steps.add_step(package, key="registered", name={}, days=1)


def test_a_name_that_a_standard_step_has_is_never_the_key_of_one_s_own():
    package, key = steps.add_step(parking(), key="", name={"en": "Closed"}, days=1)
    assert key == "closed_2" and len(set(keys(package))) == len(keys(package))


def test_steps_are_moved_and_stay_at_the_ends():
    package = steps.move_step(parking(), "decided", -1)
    assert keys(package)[2:4] == ["decided", "in_hand"]
    assert keys(steps.move_step(package, "received", -1))[0] == "received"
    with pytest.raises(Refusal):
        steps.move_step(package, "gone", 1)


def test_the_last_step_goes_and_the_package_is_still_right():
    package = parking()
    for key in keys(package):
        package = steps.remove_step(package, key)
    assert "steps" not in package.data and faults_to_mend(package) == []
    again, _key = steps.add_step(package, key="received", name={}, days=0)
    assert keys(again) == ["received"]


def test_there_are_no_more_steps_than_a_package_takes():
    package = parking()
    for number in range(15):
        package, _key = steps.add_step(package, key="", name={"sv": f"Steg {number}", "da": "d", "nb": "n", "en": "e"}, days=1)
    assert faults_to_mend(package) == []
    with pytest.raises(Refusal):
        steps.add_step(package, key="", name={"sv": "Ett till"}, days=1)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_a_language_more_is_missing_everywhere_and_taken_away_again_leaves_the_package_as_it_was(folder):
    package = edited_package(open_package(folder))
    more = languages.add_language(package, "nn") if "nn" not in package.languages else package
    said = {each.language: each for each in languages.written_in(more)}
    if "nn" not in package.languages:
        assert said["nn"].texts == 0 and said["nn"].letters == 0
        assert len(faults_to_mend(more)) >= said["nn"].of_texts * 0.8
        assert languages.remove_language(more, "nn") == package
    first = package.languages[0]
    assert said[first].missing == 0


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_a_package_with_a_language_less_is_a_right_package(folder):
    package = edited_package(open_package(folder))
    lost = package.languages[-1]
    if len(package.languages) == 1:
        return
    less = languages.remove_language(package, lost)
    assert faults_to_mend(less) == []
    assert compile_package(package_files(less)).definition["languages"] == list(package.languages[:-1])
    assert f"'{lost}':" not in str(less.data) and canonical(less.data) == less.data
    assert not any(name.endswith(f".{lost}.md") for name in less.files)
    assert {name for name in less.files if name.startswith("scenarios/")} == {
        name for name in package.files if name.startswith("scenarios/")
    }


def test_the_last_language_stays_and_so_does_what_only_one_language_says():
    package = parking()
    data = package.copied()
    data["channels"][0]["text"] = {"sv": "Ring oss."}
    data["description"] = {"sv": "Bara på svenska."}
    package = package.with_data(data)
    assert languages.only_in(package, "sv") == ["Ring oss."]
    with pytest.raises(Refusal) as refused:
        languages.remove_language(package, "sv")
    assert "Ring oss." in str(refused.value.message)
    assert "description" in languages.remove_language(package, "da").data
    alone = parking()
    for code in ("da", "nb", "en"):
        alone = languages.remove_language(alone, code)
    with pytest.raises(Refusal):
        languages.remove_language(alone, "sv")
    with pytest.raises(Refusal):
        languages.add_language(alone, "sv")


def test_a_help_text_that_only_the_lost_language_had_goes_whole():
    package = parking()
    data = package.copied()
    data["description"] = {"da": "Kun på dansk."}
    data["have_ready"].append({"da": "Pas"})
    less = languages.remove_language(package.with_data(data), "da").data
    assert "description" not in less and len(less["have_ready"]) == 3


def test_the_order_of_the_languages_is_the_author_s():
    assert languages.move_language(parking(), "en", -1).languages == ("sv", "da", "en", "nb")
