"""What stands in a package goes through the editor's forms and comes out as it was."""

import copy

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dygn.forms.rules.kinds import KINDS
from dygn.forms.rules.kinds_in_words import KINDS_IN_WORDS
from dygn.operations.forms.editor.channels import ChannelsForm
from dygn.operations.forms.editor.classification import ClassificationForm
from dygn.operations.forms.editor.condition import ConditionForm
from dygn.operations.forms.editor.fee import FeeForm
from dygn.operations.forms.editor.finding import FindingForm
from dygn.operations.forms.editor.question import PageForm, QuestionForm
from dygn.operations.forms.editor.rules import RuleForms
from dygn.operations.forms.editor.service import RulesForm, ServiceForm
from dygn.operations.forms.editor.steps import DaysForm, StepForm
from dygn.operations.forms.editor.use import UseForm
from dygn.services.rules.conditions_in_words import name_of
from dygn.services.rules.editing.canonical import canonical
from dygn.services.rules.editing.changes import change_page, change_question, change_service
from dygn.services.rules.editing.package import edited_package, package_files, questions_data
from dygn.services.rules.editing.relations import SPANS
from dygn.services.rules.editing.sentences import (
    Sentence,
    Sentences,
    comparable_with,
    expression_of,
    is_sentence,
    needs_value,
    relations_of,
)
from dygn.services.rules.editing.steps import change_step, set_days
from dygn.services.rules.editing.subjects import every_subject
from dygn.services.rules.letters_in_words import LETTERS_IN_WORDS
from dygn.services.rules.package.compiling import compile_definition, content_hash, load_definition
from dygn.services.rules.package.files import PackageFiles, open_package
from dygn.services.rules.package.letters import LETTERS
from dygn.services.tests.factories import PACKAGES, a_package
from tests.cast import a_municipality, scope

SUBJECT_FORMS = (
    ServiceForm, UseForm, FeeForm, RulesForm, FindingForm, ChannelsForm, ClassificationForm,
)  # fmt: skip
FOLDERS = sorted(path for path in PACKAGES.iterdir() if path.is_dir())


def sent_back(form):
    """What a browser sends of a form in which nobody has written anything."""
    sent = {}
    for field in form:
        value = field.value()
        if value is None or value is False:
            continue
        sent[field.html_name] = "on" if value is True else value
    return sent


def rules_sent_back(package, data, asks):
    """The facts of a question's conditions when nobody has changed one."""
    how = {"question": data, "form": package.form, "language": "en", "asks": asks}
    sent = {name: value for form in RuleForms(None, **how).fields.values() for name, value in sent_back(form).items()}
    rules = RuleForms(sent, **how)
    assert rules.is_valid(), (data["id"], [form.errors for form in rules.fields.values()])
    return rules.facts()


def saved_unchanged(package, **more):
    """Go through every form of the editor with a package, and save each as it is."""
    after = package
    for page in package.data["pages"]:
        how = {
            "languages": package.languages,
            "written": page,
            "initial": {"stops": page.get("stops", False)},
        }
        form = PageForm(sent_back(PageForm(**how)), **how)
        assert form.is_valid(), form.errors
        after = change_page(
            after, page["id"], {**form.facts(), "shown_if": condition(package, page, page["questions"])}
        )
    for data, _home, _page in questions_data(package.data):
        how = {"question": data, "languages": package.languages}
        form = QuestionForm(sent_back(QuestionForm(**how)), **how)
        assert form.is_valid(), (data["id"], form.errors)
        facts = {**form.facts(), **rules_sent_back(package, data, form.asks)}
        after = change_question(after, data["id"], facts)
    return after


def condition(package, thing, own):
    how = {
        "source": thing.get("shown_if"), "questions": package.form.by_id, "language": "en",
        "own": frozenset(each["id"] for each in own),
    }  # fmt: skip
    form = ConditionForm(sent_back(ConditionForm(None, **how)), **how)
    assert form.is_valid(), (thing["id"], form.errors)
    return form.cleaned_data["source"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_saving_every_page_and_question_as_it_is_changes_nothing(folder):
    package = edited_package(open_package(folder))
    before = copy.deepcopy(package.data)
    assert saved_unchanged(package).data == before


@pytest.mark.django_db
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_saving_what_is_said_of_the_service_as_it_is_changes_nothing(folder):
    package = edited_package(open_package(folder))
    with scope(a_municipality()):
        after = package
        for form_class in SUBJECT_FORMS:
            how = {"data_of": dict(package.data), "languages": package.languages}
            form = form_class(sent_back(form_class(**how)), **how)
            assert form.is_valid(), form.errors
            after = change_service(after, form.facts())
        days = DaysForm(sent_back(DaysForm(**how)), **how)
        assert days.is_valid()
        after = set_days(after, days.days())
        for step in package.data["steps"]:
            one = {"step": step, "languages": package.languages}
            form = StepForm(sent_back(StepForm(**one)), **one)
            assert form.is_valid(), form.errors
            after = change_step(after, step["key"], form.facts())
    assert after.data == package.data


UNUSUAL = """\
format: 1
key: unusual
languages: [en]
title: {en: Unusual}
summary: {en: All kinds.}
log_in: none
pages:
  - id: all
    title: {en: All}
    questions:
      - {id: tree, kind: tree, other: true, label: {en: Tree}, options: [{key: a, label: {en: A}, options: [{key: b, label: {en: B}}, {key: c, label: {en: C}, hint: {en: H}}]}, {key: d, label: {en: D}}]}
      - {id: file, kind: file, label: {en: F}, capture: true, drawing: true, limits: {accept: [image], max_mb: 5, max_count: 2}}
      - {id: take, kind: download, label: {en: T}, document: {en: "https://example.org/a.pdf"}}
      - {id: notice, kind: personal_data_notice, label: {en: N}}
      - id: costs
        kind: table
        label: {en: Costs}
        rows: [{key: rent, label: {en: Rent}}, {key: food, label: {en: Food}}]
        questions:
          - {id: amount, kind: money, label: {en: Amount}, limits: {min: 100, max: 5050}}
          - {id: paid, kind: yes_no, label: {en: Paid}, required: false}
      - {id: age, kind: number, label: {en: Age}, limits: {min: 0, max: 17.5, decimals: 1}, warn_if: age > 16, errors: {warn: {en: Old}, too_large: {en: Too old}}, unit: {en: years}}
      - {id: scale, kind: scale, label: {en: S}, limits: {min: 1, max: 5}, options: [{key: '1', label: {en: bad}}]}
      - {id: several, kind: several_of, label: {en: S}, other: true, required: age > 3, options: [{key: x, label: {en: X}, alone: true}, {key: y, label: {en: Y}}]}
      - {id: day, kind: date, label: {en: D}, limits: {earliest: today-30, latest: '2027-01-31'}, must_hold: day <= today, errors: {must_hold: {en: no}}, sensitive: true, prefill: person.born_on}
      - {id: name, kind: text, label: {en: N}, limits: {pattern: '[a-z]+', max_length: 20}, width: '20', autocomplete: name}
      - {id: sum, kind: number, label: {en: Sum}, computed: age * 2.0, limits: {decimals: 1}}
"""


def test_kinds_that_no_package_of_ours_has_come_out_as_they_went_in():
    package = edited_package(PackageFiles({**a_package().texts, "service.yaml": UNUSUAL}))
    before = copy.deepcopy(package.data)
    after = saved_unchanged(package).data
    for was, is_now in zip(before["pages"][0]["questions"], after["pages"][0]["questions"], strict=True):
        assert is_now == was
    assert after == before


def test_every_kind_and_every_letter_has_words():
    assert KINDS_IN_WORDS.keys() == KINDS.keys()
    assert tuple(LETTERS_IN_WORDS) == LETTERS


def test_an_answer_is_put_below_another_in_a_tree_and_a_row_in_a_table():
    package = edited_package(PackageFiles({**a_package().texts, "service.yaml": UNUSUAL}))
    tree = package.data["pages"][0]["questions"][0]
    how = {"question": tree, "languages": ["en"]}
    form = QuestionForm({**sent_back(QuestionForm(**how)), "new_option": "Deep", "below": "b"}, **how)
    assert form.is_valid()
    assert form.facts()["options"][0]["options"][0]["options"] == [{"key": "deep", "label": {"en": "Deep"}}]
    table = package.data["pages"][0]["questions"][4]
    how = {"question": table, "languages": ["en"]}
    form = QuestionForm({**sent_back(QuestionForm(**how)), "new_row": "Heat", "r-rent-label-en": ""}, **how)
    assert form.is_valid()
    assert [row["key"] for row in form.facts()["rows"]] == ["food", "heat"]


def test_a_text_to_read_is_called_by_its_words_without_their_marks():
    form = load_definition(compile_definition(open_package(PACKAGES / "parking-permit"))).form
    name = name_of(form.by_id["too_short"], "en")
    assert name.startswith("If it lasts less than six months, people do not usually") and "*" not in name


def test_an_author_chooses_whose_guardians_are_proposed_and_who_signs():
    question = {"id": "others", "kind": "co_signers", "label": {"sv": "Vilka?"}}
    how = {"question": question, "languages": ["sv"], "children": [("kid", "Barnet")]}
    form = QuestionForm({"label-sv": "Vilka?", "guardians_of": "kid", "max_count": "1"}, **how)
    assert form.is_valid(), form.errors
    assert form.facts()["guardians_of"] == "kid"
    assert form.facts()["limits"] == {"max_count": 1}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "signing",
    [
        None,
        {"who": "applicant"},
        {"who": "several", "order": "in_turn", "days": 30},
        {"who": "several", "order": "at_once"},
    ],
)
def test_who_signs_is_written_back_as_it_was(signing):
    package = edited_package(open_package(FOLDERS[0]))
    data = {**package.data, "log_in": "substantial", **({"signing": signing} if signing else {})}
    with scope(a_municipality()):
        how = {"data_of": data, "languages": data["languages"]}
        form = UseForm(sent_back(UseForm(**how)), **how)
        assert form.is_valid(), form.errors
        assert form.facts()["signing"] == signing


WITH_A_NUMBER = {
    "pages": [{"id": "a", "questions": [{"id": "hours", "kind": "number", "label": {"sv": "Timmar"}}]}],
}


def the_fee_form(fee=None, **typed):
    data = {**edited_package(open_package(FOLDERS[0])).data, **WITH_A_NUMBER, "fee": fee or {}}
    how = {"data_of": data, "languages": data["languages"]}
    with scope(a_municipality()):
        return FeeForm({**sent_back(FeeForm(**how)), **typed}, **how)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fee",
    [
        {"amount": 12550, "vat": 25},
        {"amount": 0},
        {"computed": "hours * 12550", "vat": 6},
        {"computed": "hours > 3 ? 30000 : hours * 12500"},
        {"computed": "days * 12500"},
    ],
)
def test_a_fee_is_written_back_as_it_was(fee):
    form = the_fee_form(fee)
    assert form.is_valid(), form.errors
    assert form.facts()["fee"] == fee


@pytest.mark.django_db
def test_so_much_for_each_is_written_without_an_expression():
    form = the_fee_form(each="125.50", each_of="hours")
    assert form.is_valid(), form.errors
    assert form.facts()["fee"] == {"computed": "hours * 12550"}
    assert dict(form.fields["each_of"].choices)["hours"] == "Timmar"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"each": "125"}, "each_of"),
        ({"each_of": "hours"}, "each"),
        ({"amount": "10", "each": "1", "each_of": "hours"}, "amount"),
        ({"amount": "10", "fee_rule": "hours * 2"}, "amount"),
        ({"each": "1", "each_of": "hours", "fee_rule": "hours"}, "amount"),
        ({"fee_rule": "hours *"}, "fee_rule"),
        ({"each": "1", "each_of": "nothing"}, "each_of"),
    ],
)
def test_a_fee_told_in_two_ways_by_halves_or_wrongly_is_refused_at_its_field(typed, field):
    form = the_fee_form(**typed)
    assert not form.is_valid() and field in form.errors


RULED = {
    **a_package().texts,
    "service.yaml": UNUSUAL
    + """\
      - {id: first, kind: date, label: {en: First}}
      - {id: last, kind: date, label: {en: Last}}
      - {id: again, kind: text, label: {en: Again}}
      - {id: cash, kind: money, label: {en: Cash}}
""",
}


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_rules_of_sentences_come_out_of_the_editor_as_they_went_in(data):
    package = edited_package(PackageFiles(RULED))
    known = package.form.by_id
    for rule in ("shown_if", "required", "must_hold", "warn_if"):
        built = data.draw(condition_of(known), label=rule)
        package = change_question(package, "again", {rule: expression_of(built, known)})
    package = change_question(package, "again", {"errors": {"warn": {"en": "Look"}}})
    found = next(each for each, _home, _page in questions_data(package.data) if each["id"] == "again")
    facts = rules_sent_back(package, found, asks=True)
    assert change_question(package, "again", facts).data == package.data
    again = edited_package(package_files(package))
    assert again.data == canonical(package.data)
    assert content_hash(package_files(again)) == content_hash(package_files(package))


@st.composite
def condition_of(draw, known):
    """Some sentences about the questions, held against values or each other."""
    parts = draw(st.lists(sentence_about(known), min_size=1, max_size=3))
    return Sentences(draw(st.sampled_from(["all", "any"])) if len(parts) > 1 else "all", tuple(parts))


@st.composite
def sentence_about(draw, known):
    subjects = [each for each in every_subject(known) if each.id != "again" and relations_of(each)]
    question = draw(st.sampled_from(subjects))
    relation = draw(st.sampled_from(relations_of(question)))
    others = [each for each in comparable_with(question, relation, known) if each != "again"]
    if others and relation not in SPANS and (not needs_value(relation) or draw(st.booleans())):
        return Sentence(question.id, relation, other=draw(st.sampled_from(others)))
    candidates = ["", "3", "08:30", "true", "false", "x", "y", "c", "d", "12", "0.5", "-3", "12550", "2026-01-31"]
    fitting = [each for each in candidates if is_sentence(Sentence(question.id, relation, each), known)]
    assume(fitting)
    return Sentence(question.id, relation, draw(st.sampled_from(fitting)))
