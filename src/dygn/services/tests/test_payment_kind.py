"""The question that asks for a payment: what a package may say of it, on paper, in the editor and in a preview."""

import pytest
from django.utils.translation import override

from dygn.forms.tests.factories import a_filling, a_form, a_page, a_question
from dygn.operations.forms.editor.question import QuestionForm
from dygn.payments.models import Payment
from dygn.services.actions.make_paper_form import _Paper
from dygn.services.actions.try_package import try_files
from dygn.services.rules.connections import ports_used
from dygn.services.rules.definition import definition_from_data
from dygn.services.rules.package.compiling import compile_definition, faults_of
from dygn.services.rules.package.files import PackageFiles
from dygn.services.rules.payment import to_pay, with_fee
from dygn.services.tests.factories import LETTERS, a_service
from dygn.services.tests.previewing import Tester, a_link
from tests.cast import scope

SEATS = """\
format: 1
key: seats
languages: [en]
title: {en: Outdoor seating}
summary: {en: Try it.}
log_in: none
fee: {computed: "metres * 12500", vat: 25}
pages:
  - id: seats
    title: {en: The place}
    questions:
      - {id: metres, kind: number, label: {en: Metres}}
  - id: fee
    questions:
      - {id: due, kind: payment, label: {en: To pay}, hint: {en: By card.}}
"""
SCENARIO = """\
title: Four metres
answers: {metres: "4"}
expect: {pages: [seats, fee], sent: {due: 50000}, fee: 50000}
"""


def a_package(text=SEATS, scenario=SCENARIO):
    return PackageFiles(
        {
            "service.yaml": text,
            "scenarios/four.yaml": scenario,
            "letters/receipt.en.md": LETTERS["letters/receipt.en.md"],
        }
    )


def said_of(text):
    return " ".join(str(fault.message) for fault in faults_of(a_package(text)))


def test_a_package_with_a_payment_is_taken_in_and_its_scenario_says_what_is_paid():
    assert said_of(SEATS) == ""
    assert try_files(a_package()).passed
    assert not try_files(a_package(scenario=SCENARIO.replace("due: 50000", "due: 1"))).passed


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('fee: {computed: "metres * 12500", vat: 25}\n', "", "Write the amount under “fee”"),
        (
            '{computed: "metres * 12500", vat: 25}',
            "{text: {en: It depends.}}",
            "Write the amount under “fee”",
        ),
        ("hint: {en: By card.}}", "computed: '1'}", "can be computed"),
        ('"metres * 12500"', '"due * 2"', "Undo the circle"),
        ("vat: 25", "vat: 250", "99"),
        (
            "      - {id: due,",
            "      - {id: also, kind: payment, label: {en: Again}}\n      - {id: due,",
            "There is a payment already",
        ),
    ],
)
def test_what_a_payment_cannot_be_is_told(before, after, words):
    assert words in said_of(SEATS.replace(before, after))


def test_a_payment_within_a_group_is_told():
    group = "{id: g, kind: group, label: {en: G}, questions: [{id: due, kind: payment, label: {en: To pay}}]}"
    assert "Move it out of the group" in said_of(
        SEATS.replace("{id: due, kind: payment, label: {en: To pay}, hint: {en: By card.}}", group)
    )


@pytest.mark.parametrize(("fee", "metres", "amount"), [
    ({"computed": "metres * 100"}, "3", 300), ({"computed": "metres - 9"}, "3", None),
    ({"computed": "metres * 0"}, "3", None), ({"computed": "metres / 0"}, "3", None), ({"amount": 700}, "3", 700),
    ({"amount": 0}, "3", None),
])  # fmt: skip
def test_only_a_whole_amount_above_nothing_is_to_be_paid(fee, metres, amount):
    page = a_page(a_question("number", "metres"), a_question("payment", "due"))
    form = with_fee(a_form(page), fee)
    filling = a_filling(*form.pages, raw={"metres": metres})
    asked = to_pay(form, filling.values(), None)
    assert (asked and asked.amount) == amount and filling.first_unfinished_page() is None


def test_while_no_fee_is_said_yet_nobody_is_asked_to_write_an_amount():
    form = with_fee(a_form(a_page(a_question("payment", "due"))), None)
    filling = a_filling(*form.pages, raw={"due": "700"})
    assert filling.values() == {"due": None} and filling.first_unfinished_page() is None


def test_on_paper_it_is_told_and_nobody_sends_money():
    for text, words in (
        (SEATS, "We work out the amount"),
        (SEATS.replace('computed: "metres * 12500"', "amount: 30000"), "300"),
    ):
        form = definition_from_data(
            compile_definition(a_package(text, "title: x\nanswers: {metres: '1'}\nexpect: {}"))
        ).form
        with override("en"):
            told = _Paper(form, "en").page(form.pages[1])["questions"][0]
        assert words in told["text"] and "Send no money" in told["text"] and told["rows"] == 0


def test_a_service_with_a_payment_hangs_on_the_provider():
    assert "payment_provider" in ports_used(definition_from_data(compile_definition(a_package())))


def test_the_editor_asks_for_its_name_and_hint_alone():
    question = {"id": "due", "kind": "payment", "label": {"en": "To pay"}}
    form = QuestionForm({"label-en": "Fee", "hint-en": "By card."}, question=question, languages=["en"])
    assert form.is_valid(), form.errors
    assert {name for name, value in form.facts().items() if value} == {"label", "hint"}
    assert not {"required", "computed", "prefill", "sensitive"} & form.fields.keys()


@pytest.mark.django_db
def test_in_a_preview_one_pays_in_play_and_nothing_is_kept():
    service = a_service(a_package())
    tester = Tester(a_link(service))
    tester.begin()
    tester.fill_in("seats", metres="4")
    tester.fill_in("fee")
    tester.send()
    assert "Here it is only played" in tester.see("end/").content.decode()
    for play, words in (
        ("paid", "Played: paid"),
        ("failed", "the bank said no"),
        ("left", "left without paying"),
    ):
        assert words in tester.see(f"end/?play={play}").content.decode()
    assert "Played:" not in tester.see("end/?play=nonsense").content.decode()
    with scope():
        assert not Payment.objects.exists()
