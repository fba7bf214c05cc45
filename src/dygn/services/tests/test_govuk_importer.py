"""The form of GOV.UK Forms with every type of question, and its routes."""

import json
from datetime import date

import pytest

from dygn.forms.rules.definition import Occasion
from dygn.forms.rules.flow import Filling
from dygn.services.rules.imported import Verdict
from dygn.services.rules.package.compiling import compile_definition, faults_of, load_definition
from dygn.services.rules.package.faults import PackageRefused
from dygn.services.tests.imported_forms import (
    GOVUK,
    imported,
    mutated,
    needs_govuk,
    package_of,
    questions_of,
    read_or_refused,
)


def step(number, text="Question", kind="text", *, routes=(), **data):
    data = {"question_text": f"{text} {number}", "answer_type": kind, "is_optional": False, **data}
    return {"id": number, "type": "question_page", "data": data, "routing_conditions": list(routes)}


def choice(number, *names, routes=()):
    settings = {"only_one_option": "true", "selection_options": [{"name": name} for name in names]}
    return step(number, "Choice", "selection", answer_settings=settings, routes=routes)


def form(*steps, **more):
    return imported(json.dumps({"name": "Try it", "steps": steps, **more}).encode(), "govuk")


def way(made, **answers):
    """The titles of the pages that are shown, given the answers."""
    filled = load_definition(compile_definition(package_of(made))).form
    filling = Filling(filled, answers, Occasion(date(2026, 11, 22)))
    return [page.title["en"] for page in filling.pages]


@needs_govuk
def test_each_type_of_question_comes_over():
    made = imported(GOVUK.read_bytes(), "govuk")
    assert faults_of(package_of(made)) == []
    assert [each["kind"] for each in questions_of(made.service).values()] == [
        "text", "number", "address", "email", "date", "text", "phone", "several_of", "long_text",
    ]  # fmt: skip
    assert {f"page {number}" for number in range(1, 10)} <= {line.where for line in made.report}
    assert not [
        line for line in made.report if line.verdict == Verdict.LEFT and line.where.startswith("page")
    ]
    assert questions_of(made.service)["selection_from_a_list_of_options"]["options"][-1]["alone"] is True
    assert made.service["channels"][0]["kind"] == "phone" and made.service["next_text"] == {"en": "Test"}


def test_a_route_skips_pages():
    made = form(
        choice(1, "Yes", "No", routes=[{"answer_value": "No", "goto_page_id": 4}]), step(2), step(3), step(4)
    )
    assert way(made, choice_1="Yes") == ["Choice 1", "Question 2", "Question 3", "Question 4"]
    assert way(made, choice_1="No") == ["Choice 1", "Question 4"]


def test_a_route_leads_to_the_end_or_to_a_page_that_stops():
    made = form(choice(1, "Yes", "No", routes=[{"answer_value": "No", "skip_to_end": True}]), step(2))
    assert way(made, choice_1="No") == ["Choice 1"]
    exit_page = {
        "answer_value": "No",
        "exit_page_heading": "You cannot apply",
        "exit_page_markdown": "Call us.",
    }
    made = form(choice(1, "Yes", "No", routes=[exit_page]), step(2))
    assert way(made, choice_1="No")[:2] == ["Choice 1", "You cannot apply"]
    assert made.service["pages"][1]["stops"] is True
    assert way(made, choice_1="Yes") == ["Choice 1", "Question 2"]


def test_two_branches_come_together_again():
    made = form(
        choice(1, "A", "B", routes=[{"answer_value": "B", "goto_page_id": 3}]),
        step(2, routes=[{"check_page_id": 1, "answer_value": None, "goto_page_id": 4}]),
        step(3),
        step(4),
    )
    assert way(made, choice_1="A") == ["Choice 1", "Question 2", "Question 4"]
    assert way(made, choice_1="B") == ["Choice 1", "Question 3", "Question 4"]


def test_a_route_back_is_told():
    made = form(step(1), choice(2, "A", "B", routes=[{"answer_value": "A", "goto_page_id": 1}]))
    assert "leads back" in str(made.report[-1])


def test_names_in_parts_and_answers_that_repeat():
    made = form(
        step(1, kind="name", answer_settings={"input_type": "first_and_last_name", "title_needed": "true"}),
        step(2, kind="email", is_repeatable=True),
        declaration_text="I agree",
    )
    assert faults_of(package_of(made)) == []
    kinds = [each["kind"] for each in questions_of(made.service).values()]
    assert kinds == ["information", "text", "text", "text", "group", "email", "declaration"]


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"steps": [{"id": 1}]}', b"\xff"])
def test_what_is_no_such_form_is_refused(content):
    with pytest.raises(PackageRefused):
        imported(content, "govuk")


@needs_govuk
def test_broken_forms_are_read_or_refused():
    outcomes = [read_or_refused(mutated(GOVUK.read_bytes(), seed), "govuk") for seed in range(150)]
    assert set(outcomes) == {"read", "refused"}
