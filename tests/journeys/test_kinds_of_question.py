"""Every kind of question in a real browser: legible, accessible, and whole without scripts."""

import pytest

from dygn.services.rules.package.files import PackageFiles
from dygn.services.tests.factories import LETTERS, a_service
from tests.cast import a_municipality
from tests.journeys.browsing import axe, go_on, picture, press

PLAIN = """\
format: 1
key: every-kind
languages: [sv, en]
slug: {sv: allt, en: everything}
title: {sv: Alla sorter, en: Every kind}
summary: {sv: Prova., en: Try it.}
log_in: none
pages:
  - id: lines
    title: {sv: Rader, en: About you and your home}
    lead: {sv: Lugn., en: You can change everything before you send.}
    questions:
      - {id: name, kind: text, label: {sv: Namn, en: Name}, hint: {sv: x, en: As it stands on your letters}, why: {sv: x, en: So that we know what to call you.}, autocomplete: name}
      - {id: story, kind: long_text, label: {sv: x, en: "What has happened?"}, limits: {max_length: 500}}
      - {id: rooms, kind: number, label: {sv: x, en: "How many rooms?"}, unit: {sv: rum, en: rooms}, limits: {min: 1, max: 20}, width: "4"}
      - {id: rent, kind: money, label: {sv: x, en: "What is the rent?"}}
      - {id: born, kind: date, label: {sv: x, en: "When were you born?"}, hint: {sv: x, en: For example 14 3 1987}, autocomplete: bday}
      - {id: email, kind: email, label: {sv: x, en: E-mail address}, required: false}
      - {id: phone, kind: phone, label: {sv: x, en: Phone number}}
      - {id: number, kind: personal_number, label: {sv: x, en: Personal number}}
      - {id: firm, kind: organisation_number, label: {sv: x, en: Organisation number}, required: false}
      - {id: home, kind: address, label: {sv: x, en: "Where do you live?"}, autocomplete: home}
  - id: choices
    title: {sv: Val, en: Your choices}
    questions:
      - {id: dog, kind: yes_no, label: {sv: x, en: "Do you have a dog?"}}
      - {id: dog_name, kind: text, label: {sv: x, en: "What is the dog called?"}, shown_if: dog}
      - {id: colour, kind: one_of, label: {sv: x, en: "Which colour?"}, options: [{key: red, label: {sv: x, en: Red}, hint: {sv: x, en: As a barn}}, {key: blue, label: {sv: x, en: Blue}}]}
      - {id: tastes, kind: several_of, label: {sv: x, en: "What do you like?"}, options: [{key: tea, label: {sv: x, en: Tea}}, {key: coffee, label: {sv: x, en: Coffee}}]}
      - {id: info, kind: information, text: {sv: x, en: "Read **this** before you go on."}}
      - {id: spot, kind: place, label: {sv: x, en: "Where is it?"}}
      - {id: photo, kind: file, label: {sv: x, en: A photo}, limits: {accept: [image], max_count: 3}}
      - {id: sure, kind: declaration, label: {sv: x, en: What I have written is true}, text: {sv: x, en: We check some of what is sent.}}
  - id: more
    title: {sv: Mer, en: More about it}
    questions:
      - {id: period, kind: date_range, label: {sv: x, en: "When will you be away?"}, hint: {sv: x, en: Both days are counted}}
      - {id: hour, kind: time, label: {sv: x, en: "When shall we call?"}, hint: {sv: x, en: For example 8:30}}
      - {id: content, kind: scale, label: {sv: x, en: "How content are you?"}, options: [{key: "1", label: {sv: x, en: Not at all}}, {key: "5", label: {sv: x, en: Very}}]}
      - {id: account, kind: bank_account, label: {sv: x, en: Account in a bank}}
      - {id: number_in_europe, kind: iban, label: {sv: x, en: IBAN}, required: false}
      - {id: lot, kind: property_designation, label: {sv: x, en: "Which property is it?"}}
      - {id: way, kind: one_of, label: {sv: x, en: "How do you get here?"}, other: true, options: [{key: bus, label: {sv: x, en: By bus}}]}
      - {id: help, kind: several_of, label: {sv: x, en: "What help do you need?"}, options: [{key: lift, label: {sv: x, en: A lift}}, {key: nothing, label: {sv: x, en: None of these}, alone: true}]}
  - id: children
    title: {sv: Barn, en: Your children}
    questions:
      - id: children
        kind: group
        label: {sv: Barn, en: Children}
        row_name: {sv: Barn, en: Child}
        limits: {max_count: 3}
        questions:
          - {id: child, kind: text, label: {sv: x, en: "The child's name"}}
          - {id: hours, kind: number, label: {sv: x, en: Hours a week}}
      - {id: fee, kind: money, label: {sv: x, en: Fee}, computed: "sum(children.map(c, c.hours)) * 10000"}
"""


@pytest.fixture(autouse=True)
def three_services(committed):
    """A service for each page, so that each can be looked at first."""
    ekeby = a_municipality("Ekeby", language="en")
    ekeby.contact = {"map": "59.2041,16.0467"}
    ekeby.save()
    head, *pages = PLAIN.split("\n  - id: ")
    for page in pages:
        name = page.split()[0]
        text = f"{head}\n  - id: {page}".replace("every-kind", f"kinds-{name}").replace("everything", name)
        a_service(
            PackageFiles({"service.yaml": text.replace("sv: allt", f"sv: {name}"), **LETTERS}), of=ekeby
        )


@pytest.mark.parametrize("page_id", ["lines", "choices", "more", "children"])
def test_a_page_with_every_kind_is_accessible_empty_and_with_errors(visit, page_id):
    page = visit("ekeby", f"/do/{page_id}/{page_id}/")
    axe(page)
    picture(page, f"kinds-{page_id}")
    go_on(page)
    page.locator("#error-summary").wait_for()
    assert page.title().startswith("Error")
    axe(page)
    picture(page, f"kinds-{page_id}-errors")


def test_the_summary_leads_to_the_field_that_mends_it(visit):
    page = visit("ekeby", "/do/lines/lines/")
    go_on(page)
    page.locator("#error-summary").get_by_role("link", name="When were you born").click()
    assert page.evaluate("document.activeElement.id") == "born-day"


def test_rows_are_added_and_taken_away_without_scripts(visit):
    page = visit("ekeby", "/do/children/children/", scripts=False)
    page.get_by_label("The child's name").fill("Bo")
    page.get_by_label("Hours a week").fill("ten")
    press(page, "Add another")
    assert page.get_by_label("The child's name").count() == 2
    assert page.get_by_label("Hours a week").first.input_value() == "ten"
    press(page, "Remove Child 2")
    assert page.get_by_label("The child's name").count() == 1
    assert page.get_by_label("The child's name").input_value() == "Bo"
