"""What an author does to a package: each step, what it breaks, and that nothing else changes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dygn.base.errors import Refusal
from dygn.services.rules.editing import changes
from dygn.services.rules.editing.canonical import canonical
from dygn.services.rules.editing.faults import faults_to_mend, refuse_tangles
from dygn.services.rules.editing.names import made_option_key, made_page_id, made_question_id
from dygn.services.rules.editing.package import edited_package, package_files, question_data
from dygn.services.rules.editing.uses import By, uses_of, without_uses
from dygn.services.rules.package.compiling import compile_package, content_hash
from dygn.services.rules.package.files import PackageFiles, open_package
from dygn.services.rules.package.yaml_reading import read_yaml
from dygn.services.tests.factories import PACKAGES, a_package

FOLDERS = sorted(path for path in PACKAGES.iterdir() if path.is_dir())
SCENARIO = """\
title: A dog owner
answers:
  name: Alva
  has_dog: 'yes'
  dog_name: Rex
expect:
  problems: {dog_name: required}
"""


def small():
    files = a_package()
    return edited_package(PackageFiles({**files.texts, "scenarios/dog.yaml": SCENARIO}))


def ids(package):
    return [question.id for question in package.form.every_question()]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_a_package_taken_up_and_written_again_says_the_same_and_its_writing_is_stable(folder):
    source = open_package(folder)
    once = package_files(edited_package(source))
    assert compile_package(once).definition == compile_package(source).definition
    assert content_hash(package_files(edited_package(once))) == content_hash(once)


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40).filter(
    lambda text: text.strip() == text
)
STEPS = st.sampled_from(["page", "question", "label", "option", "move", "remove", "page_up", "condition"])


@settings(deadline=None)
@given(st.lists(st.tuples(STEPS, TEXT, st.integers(0, 20)), max_size=12))
def test_whatever_an_author_does_the_package_can_be_written_and_read_again(steps):
    package = small()
    for step, text, number in steps:
        try:
            package = taken(package, step, text, number)
        except Refusal:
            continue
    again = edited_package(package_files(package))
    assert again.data == canonical(package.data) and again.files == package.files
    assert len(set(ids(again))) == len(ids(again))
    faults_to_mend(package)  # tells, and never fails


def taken(package, step, text, number):
    """Take one step of an author, somewhere."""
    pages = [page["id"] for page in package.data["pages"]]
    page, questions = pages[number % len(pages)], ids(package)
    if step == "page":
        return changes.add_page(package, title=text, language="sv")[0]
    if step == "question":
        kind = ("text", "one_of", "yes_no", "information", "group")[number % 5]
        return changes.add_question(package, page, kind=kind, words=text, language="sv")[0]
    if step == "page_up":
        return changes.move_page(package, page, -1)
    question = questions[number % len(questions)]
    return {
        "label": lambda: changes.change_question(package, question, {"label": {"sv": text}}),
        "option": lambda: changes.add_option(package, question, words=text, language="sv"),
        "move": lambda: changes.move_question(package, question, 1),
        "remove": lambda: changes.remove_question(package, question, with_uses=bool(number % 2)),
        "condition": lambda: changes.change_question(package, question, {"shown_if": "has_dog == true"}),
    }[step]()


def test_a_question_gets_an_id_of_its_words_that_stays_when_the_words_change():
    package, name = changes.add_question(
        small(), "about-you", kind="text", words="Vad heter du, Åsa?", language="sv"
    )
    assert name == "vad_heter_du_asa"
    renamed = changes.change_question(package, name, {"label": {"sv": "Ditt namn"}})
    assert question_data(renamed.data, name)[0]["label"] == {"sv": "Ditt namn"}


@pytest.mark.parametrize(
    ("make", "words", "taken_already", "made"),
    [
        (made_question_id, "Today", [], "today_2"),
        (made_question_id, "Name", ["name", "name_2"], "name_3"),
        (made_question_id, "3 frågor", [], "q_3_fragor"),
        (made_question_id, "???", [], "question"),
        (made_question_id, "class", [], "class_2"),
        (made_page_id, "Check", [], "check-2"),
        (made_page_id, "Om dig & hunden", [], "om-dig-hunden"),
        (made_option_key, "Other", [], "other_2"),
    ],
)
def test_an_id_is_never_one_that_is_taken(make, words, taken_already, made):
    assert make(words, taken_already) == made


def test_removing_what_is_used_is_refused_and_says_where():
    with pytest.raises(Refusal) as refused:
        changes.remove_question(small(), "has_dog")
    assert refused.value.code == "in_use"
    uses = uses_of(small(), {"has_dog"})
    assert [(use.by, use.owner) for use in uses] == [
        (By.CONDITION, "vaccination"), (By.CONDITION, "dog_name"), (By.SCENARIO, "scenarios/dog.yaml"),
    ]  # fmt: skip


def test_the_mend_takes_the_uses_away_and_nothing_else():
    package = changes.remove_question(small(), "has_dog", with_uses=True)
    assert "has_dog" not in ids(package) and "shown_if" not in question_data(package.data, "dog_name")[0]
    scenario = read_yaml("s", package.files["scenarios/dog.yaml"]).data
    assert scenario["answers"] == {"name": "Alva", "dog_name": "Rex"}
    assert scenario["expect"]["problems"] == {"dog_name": "required"}
    assert uses_of(package, {"has_dog"}) == []
    expected = small().copied()
    expected["pages"][1]["questions"].pop(0)
    del expected["pages"][1]["questions"][0]["shown_if"], expected["pages"][2]["shown_if"]
    assert package.data == canonical(expected)


def test_a_page_goes_with_its_questions_when_nothing_else_uses_them():
    assert [page["id"] for page in changes.remove_page(small(), "children").data["pages"]] == [
        "about-you",
        "your-dog",
        "vaccination",
    ]
    with pytest.raises(Refusal):
        changes.remove_page(small(), "your-dog")
    freed = changes.remove_page(small(), "your-dog", with_uses=True)
    assert "shown_if" not in freed.data["pages"][1]


def test_the_last_page_stays():
    package = small()
    for page in ("children", "your-dog", "vaccination"):
        package = changes.remove_page(package, page, with_uses=True)
    with pytest.raises(Refusal, match="last_page"):
        changes.remove_page(package, "about-you", with_uses=True)


def test_an_answer_to_choose_that_a_condition_asks_about_is_in_use():
    package, what = changes.add_question(small(), "about-you", kind="one_of", words="What", language="en")
    for words in ("Red", "Blue"):
        package = changes.add_option(package, what, words=words, language="en")
    package = changes.change_question(package, "email", {"shown_if": "what == 'red'"})
    assert uses_of(package, {what}, option="blue") == []
    assert [use.owner for use in uses_of(package, {what}, option="red")] == ["email"]
    with pytest.raises(Refusal, match="in_use"):
        changes.remove_option(package, what, "red")
    mended = changes.remove_option(package, what, "red", with_uses=True)
    assert [option["key"] for option in question_data(mended.data, what)[0]["options"]] == ["blue"]
    assert "shown_if" not in question_data(mended.data, "email")[0]


def test_a_question_is_moved_within_its_page_and_to_another():
    moved = changes.move_question(small(), "photo", -1)
    assert [each["id"] for each in moved.data["pages"][1]["questions"]] == ["has_dog", "photo", "dog_name"]
    assert changes.move_question(small(), "has_dog", -1).data == small().data
    elsewhere = changes.put_question_on(small(), "photo", "children")
    assert [each["id"] for each in elsewhere.data["pages"][3]["questions"]] == ["child", "photo"]


def test_a_question_can_stand_in_a_repeating_group():
    package, name = changes.add_question(small(), "child", kind="number", words="Age", language="en")
    assert [each["id"] for each in question_data(package.data, "child")[0]["questions"]] == [
        "child_name",
        name,
    ]


@pytest.mark.parametrize(
    ("question", "condition", "code"),
    [
        ("has_dog", "dog_name == 'Rex'", "circle"),
        ("dog_name", "dog_name == 'Rex'", "circle"),
        ("photo", "has_dog == true && has_dog == false", "never_holds"),
        ("photo", "has_dog == false && dog_name != ''", "never_holds"),
        ("photo", "has_cat == true", "expression"),
        ("photo", "has_dog ==", "expression"),
    ],
)
def test_conditions_that_cannot_be_are_refused_when_they_are_saved(question, condition, code):
    before = small()
    after = changes.change_question(before, question, {"shown_if": condition})
    with pytest.raises(Refusal) as refused:
        refuse_tangles(before, after, "en")
    assert refused.value.code == code
    if code == "circle":
        assert "What is the dog called?" in str(refused.value.message)


def older():
    """Whoever is over ten is asked which school: on a page of its own, for those who have a dog."""
    package, number = changes.add_question(
        small(), "about-you", kind="number", words="How old?", language="sv"
    )
    package, page = changes.add_page(package, title="School", language="sv")
    package, which = changes.add_question(package, page, kind="text", words="Which school?", language="sv")
    package = changes.change_question(package, which, {"shown_if": f"{number} > 10 && has_dog == true"})
    package, no_dog = changes.add_page(package, title="No dog", language="sv")
    package = changes.change_page(package, no_dog, {"shown_if": "has_dog == false"})
    return package, page, number, which


@pytest.mark.parametrize("what", ["limits", "page", "asked", "moved"])
def test_a_condition_is_not_kept_from_ever_holding_by_what_changes_around_it(what):
    before, page, number, which = older()
    after = {
        "limits": lambda: changes.change_question(before, number, {"limits": {"max": 10}}),
        "page": lambda: changes.change_page(before, page, {"shown_if": "has_dog == false"}),
        "asked": lambda: changes.change_question(before, number, {"shown_if": "has_dog == false"}),
        "moved": lambda: changes.put_question_on(before, which, "no-dog"),
    }[what]()
    with pytest.raises(Refusal) as refused:
        refuse_tangles(before, after, "en")
    assert refused.value.code == "never_holds" and "Which school?" in str(refused.value.message)
    assert "“How old?” is more than 10" in str(refused.value.message)


def test_what_could_never_hold_before_stops_nobody_from_working_on():
    package, _page, number, _which = older()
    never = changes.change_question(package, number, {"limits": {"max": 10}})
    refuse_tangles(never, changes.change_question(never, number, {"limits": {"max": 9}}), "en")
    refuse_tangles(package, changes.change_question(package, number, {"limits": {"max": 11}}), "en")


def test_what_is_missing_is_told_and_stops_nobody_from_working_on():
    package, _ = changes.add_question(small(), "about-you", kind="one_of", words="Färg", language="sv")
    messages = " ".join(str(fault.message) for fault in faults_to_mend(package))
    assert "missing in English" in messages


def test_without_uses_leaves_scenarios_that_cannot_be_read_as_they_are():
    package = small().with_files({"scenarios/broken.yaml": "a: [", **small().files})
    assert without_uses(package, {"has_dog"}).files["scenarios/broken.yaml"] == "a: ["


def test_a_letter_that_tells_what_was_looked_up_is_a_use_and_the_mend_takes_it_out():
    package = small()
    letter = "Hi {name}, your {dog_name.breed} and {car.make} are known.\n"
    package = package.with_files({**package.files, "letters/receipt.en.md": letter})
    assert [(use.by, use.owner) for use in uses_of(package, {"car"})] == [
        (By.LETTER, "letters/receipt.en.md")
    ]
    assert uses_of(package, {"email"}) == [] and uses_of(package, {"car"}, option="red") == []
    mended = without_uses(package, {"car"}).files["letters/receipt.en.md"]
    assert mended == "Hi {name}, your {dog_name.breed} and are known.\n"


def test_who_signs_too_is_a_use_of_the_last_question_that_asks_for_them():
    package = edited_package(open_package(PACKAGES / "day-care"))
    (asking,) = [each.id for each in package.form.every_question() if each.kind == "co_signers"]
    assert By.SIGNING in [use.by for use in uses_of(package, {asking})]
    page = package.form.page_of[asking].id
    for after in (
        changes.remove_question(package, asking, with_uses=True),
        changes.remove_page(package, page, with_uses=True),
    ):
        assert after.data["signing"] == {"who": "applicant"}
        assert [fault for fault in faults_to_mend(after) if "signing" in str(fault)] == []


def test_whose_guardians_are_proposed_is_a_use_of_the_child():
    package = small()
    data = package.copied()
    data["pages"][0]["questions"] += [
        {"id": "kid", "kind": "child", "label": {"en": "Child"}},
        {"id": "others", "kind": "co_signers", "label": {"en": "Others"}, "guardians_of": "kid"},
    ]
    package = package.with_data(data)
    assert [(use.by, use.owner) for use in uses_of(package, {"kid"})] == [(By.GUARDIANS, "others")]
    assert "guardians_of" not in question_data(without_uses(package, {"kid"}).data, "others")[0]
