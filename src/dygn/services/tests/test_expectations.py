"""Scenarios of every ready-made package outlive a change: they expect what happens now, and play green."""

import pytest

from dygn.services.rules.editing.changes import add_question, change_question, move_page
from dygn.services.rules.editing.expectations import differences_now, expect_what_happens
from dygn.services.rules.editing.faults import faults_to_mend
from dygn.services.rules.editing.package import edited_package
from dygn.services.rules.package.files import open_package
from dygn.services.tests.factories import PACKAGES

PACKAGE_NAMES = sorted(folder.name for folder in PACKAGES.iterdir() if (folder / "service.yaml").exists())


def a_copy(name):
    return edited_package(open_package(PACKAGES / name))


def with_a_new_question(package):
    page = package.data["pages"][0]["id"]
    package, question = add_question(package, page, words="Ny", kind="text", language=package.languages[0])
    label = dict.fromkeys(package.languages, "Ny")
    return change_question(package, question, {"label": label, "required": True}), question


@pytest.mark.parametrize("name", PACKAGE_NAMES)
def test_where_all_is_as_expected_nothing_is_changed(name):
    package = a_copy(name)
    assert differences_now(package) == {}
    names = [each.removeprefix("scenarios/").removesuffix(".yaml") for each in package.files]
    again = expect_what_happens(package, names)
    assert differences_now(again) == {} and faults_to_mend(again) == []


@pytest.mark.parametrize("name", PACKAGE_NAMES)
def test_after_a_required_question_and_a_moved_page_all_play_green_again(name):
    package, _question = with_a_new_question(a_copy(name))
    package = move_page(package, package.data["pages"][0]["id"], by=1)
    changed = differences_now(package)
    again = expect_what_happens(package, changed)
    assert changed and differences_now(again) == {}
    assert not any(fault.file.startswith("scenarios/") for fault in faults_to_mend(again))


def test_answers_that_fit_no_more_are_left_out():
    package, question = with_a_new_question(a_copy("parking-permit"))
    name, text = next((each, text) for each, text in package.files.items() if each.startswith("scenarios/"))
    gone = text.replace("answers:\n", f"answers:\n  gone_question: x\n  {question}:\n    day: '1'\n", 1)
    package = package.with_files({**package.files, name: gone})
    scenario = name.removeprefix("scenarios/").removesuffix(".yaml")
    assert differences_now(package)[scenario]
    again = expect_what_happens(package, [scenario])
    assert scenario not in differences_now(again) and "gone_question" not in again.files[name]
