"""A fee that hangs on the answers: told before one sends, on the receipt and on the copy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dygn.forms.tests.factories import a_filling, a_page, a_question
from dygn.services.actions.try_package import try_files
from dygn.services.models import Draft
from dygn.services.queries import fee_of_sent
from dygn.services.rules.definition import Fee, definition_from_data
from dygn.services.rules.editing.package import edited_package
from dygn.services.rules.editing.uses import By, uses_of, without_uses
from dygn.services.rules.fees import fee_in_words, fee_of
from dygn.services.rules.package.compiling import compile_definition, faults_of
from dygn.services.rules.package.files import PackageFiles
from dygn.services.tests.factories import LETTERS, Visitor, a_service
from tests.cast import a_browser, scope

SEATS = """\
format: 1
key: seats
languages: [sv, en]
title: {sv: Uteservering, en: Outdoor seating}
summary: {sv: Prova., en: Try it.}
log_in: none
fee: {computed: "metres * 12500 + (nights == true ? 50000 : 0)", text: {sv: Fakturan kommer senare., en: The invoice comes later.}}
pages:
  - id: seats
    title: {sv: Platsen, en: The place}
    questions:
      - {id: metres, kind: number, label: {sv: Meter, en: Metres}}
      - {id: nights, kind: yes_no, label: {sv: Kvällar, en: Nights}, required: false}
"""
SCENARIO = """\
title: Ten metres
answers: {metres: "10"}
expect: {fee: 125000}
"""


def a_package(text=SEATS, scenario=SCENARIO):
    return PackageFiles({"service.yaml": text, "scenarios/ten.yaml": scenario, **LETTERS})


@pytest.fixture()
def visitor(taken):
    a_service(a_package())
    return Visitor(a_browser(), slug="uteservering")


@pytest.mark.django_db
def test_it_is_told_on_the_check_page_the_receipt_and_the_copy(visitor):
    visitor.fill_in("seats", metres="10", nights="yes")
    check = visitor.see("check/").content.decode()
    assert "1\u00a0750\u00a0kr" in check and "Fakturan kommer senare." in check
    sent = visitor.send()["Location"]
    assert "1\u00a0750\u00a0kr" in visitor.browser.get(sent).content.decode()
    assert b"".join(visitor.browser.get(f"{sent}copy.pdf").streaming_content).startswith(b"%PDF")
    with scope():
        assert fee_of_sent(Draft.objects.get(), "sv")[0] == "1\u00a0750\u00a0kr"


@pytest.mark.django_db
def test_a_service_with_another_fee_or_none_says_nothing(taken):
    a_service()
    visitor = Visitor(a_browser())
    visitor.fill_in_all()
    assert "dy-fee" not in visitor.see("check/").content.decode()
    assert "dy-fee" not in visitor.browser.get(visitor.send()["Location"]).content.decode()


@pytest.mark.django_db
def test_a_fee_that_hangs_on_the_day_stays_that_of_the_day_it_was_sent(taken):
    dated = SEATS.replace('"metres * 12500 + (nights == true ? 50000 : 0)"', '"today.getFullYear() * metres"')
    a_service(a_package(dated, SCENARIO.replace("125000", "20260")))
    visitor = Visitor(a_browser(), slug="uteservering")
    visitor.fill_in("seats", metres="100")
    visitor.send()
    with scope():
        draft = Draft.objects.get()
        draft.sent_at = draft.sent_at.replace(year=2020)
        assert fee_of_sent(draft, "sv")[0] == "2\u00a0020\u00a0kr"


def test_what_is_unanswered_negative_or_no_number_is_no_fee():
    page = a_page(a_question("number", "n"))
    assert fee_of("n * 100", a_filling(page, raw={})) is None
    assert fee_of("n * 100", a_filling(page, raw={"n": "-1"})) is None
    assert fee_of("n / 0", a_filling(page, raw={"n": "1"})) is None
    assert fee_of("0.0 / 0.0", a_filling(page, raw={"n": "1"})) is None
    assert fee_of("double(n) * 12.6", a_filling(page, raw={"n": "1"})) == 13
    assert fee_of("", a_filling(page, raw={})) is None
    assert fee_in_words(None, a_filling(page), "en") == ()
    assert fee_in_words(Fee(None, {}, "n"), a_filling(page, raw={"n": "0"}), "en") == ("0\u00a0kr",)


@given(st.text(max_size=20) | st.integers().map(str))
def test_whatever_is_typed_the_fee_is_an_amount_or_nothing(typed):
    filling = a_filling(a_page(a_question("number", "n")), raw={"n": typed})
    for source in ("n * 100", "n * n * n", "double(n) / 0.0", "double(n) * 1.5", "-n"):
        amount = fee_of(source, filling)
        assert amount is None or (isinstance(amount, int) and amount >= 0)
        fee_in_words(Fee(None, {}, source), filling, "sv")


@pytest.mark.parametrize(
    ("fee", "words"),
    [
        ('{computed: "metres * 2", amount: 5}', "Take “amount” or “computed” away"),
        ('{computed: "length * 2"}', "There is no “length”"),
        ("{computed: \"'free'\"}", "a number is needed"),
        ('{computed: "metres *"}', "missing at the end"),
    ],
)
def test_a_wrong_fee_is_a_fault_at_its_place(fee, words):
    text = "\n".join(f"fee: {fee}" if line.startswith("fee:") else line for line in SEATS.splitlines()) + "\n"
    (fault,) = faults_of(PackageFiles({"service.yaml": text, **LETTERS}))
    assert words in fault.message and fault.place.startswith("fee.")


def test_a_scenario_says_what_it_costs_and_a_trial_tells_when_it_does_not():
    assert faults_of(a_package()) == []
    assert try_files(a_package()).passed
    wrong = SCENARIO.replace("125000", "1")
    (fault,) = faults_of(a_package(scenario=wrong))
    assert fault.message == "The fee is 1250 kr. The scenario expects 0,01 kr."
    assert not try_files(a_package(scenario=wrong)).passed


def test_a_question_that_the_fee_hangs_on_is_not_removed_unseen():
    package = edited_package(a_package())
    uses = uses_of(package, ["metres"])
    assert By.FEE in {use.by for use in uses}
    assert "computed" not in without_uses(package, ["metres"]).data["fee"]


def test_the_definition_keeps_it():
    assert definition_from_data(compile_definition(a_package())).fee.computed.startswith("metres")
