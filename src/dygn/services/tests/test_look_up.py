"""Looking something up while filling in: asked once, shown to be confirmed, kept as it was, and nothing lost."""

import logging

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dygn.base.rate_limits import shared_counts
from dygn.integrations.look_ups.fake import FakeSources
from dygn.municipalities.models import Connection
from dygn.services import look_up_queries
from dygn.services.actions.make_paper_form import _Paper
from dygn.services.models import Draft
from dygn.services.rules.connections import ports_used
from dygn.services.rules.definition import definition_from_data
from dygn.services.rules.letter_facts import facts_looked_up
from dygn.services.rules.package.compiling import compile_definition, faults_of
from dygn.services.rules.package.files import PackageFiles
from dygn.services.rules.package.scenarios import scenario_documents, scenario_from
from dygn.services.rules.scenario_steps import walk_of
from dygn.services.tests.factories import LETTERS, Visitor, a_service
from dygn.services.tests.previewing import Tester, a_link, words_on
from dygn.services.tests.walking import walk
from tests.cast import a_browser, scope

PARK = """\
format: 1
key: park
languages: [sv, en]
title: {sv: Parkera, en: Park}
slug: {sv: parkera, en: park}
summary: {sv: Prova., en: Try it.}
log_in: none
fee: {computed: "car.weight > 1000 ? 5000 : 2500", text: {sv: Per dag, en: A day}}
pages:
  - id: vehicle
    title: {sv: Bil, en: Car}
    questions:
      - id: car
        kind: lookup
        label: {sv: Regnr, en: Registration number}
        source: vehicles
        source_name: {sv: Fordonsregistret, en: The vehicle register}
        by_hand: false
        facts:
          - {key: make, label: {sv: Märke, en: Make}, example: Volvo}
          - {key: weight, label: {sv: Vikt, en: Weight}, kind: number}
      - {id: note, kind: text, label: {sv: Not, en: Note}, required: false}
  - id: heavy
    title: {sv: Tung, en: Heavy}
    shown_if: car.weight > 1000
    questions:
      - {id: why, kind: text, label: {sv: Varför, en: Why}}
  - id: last
    title: {sv: Sist, en: Last}
    questions:
      - {id: sure, kind: yes_no, label: {sv: Säker, en: Sure}}
"""
VEHICLES = {
    "vehicles": {
        "ABC 123": {"make": "Volvo", "weight": 1200, "owner": "Alva Ek"},
        "MC 1": {"make": "Honda", "weight": 200},
    }
}
BY_HAND = PARK.replace("by_hand: false", "by_hand: true")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh():
    look_up_queries.forget_failures()
    shared_counts().forget()


@pytest.fixture()
def asked(monkeypatch):
    """Everything that a source is asked."""
    found, ask = [], FakeSources.find
    monkeypatch.setattr(
        FakeSources, "find", lambda self, source, typed: found.append(typed) or ask(self, source, typed)
    )
    return found


def a_visitor(text=PARK, **settings):
    a_service(PackageFiles({"service.yaml": text, **LETTERS}))
    with scope():
        settings = {"sources": VEHICLES, **settings}
        Connection.objects.create(port="look_up", adapter="fake", settings=settings)
    return Visitor(a_browser(), slug="parkera")


def test_what_is_found_is_shown_confirmed_and_kept_as_it_was_and_never_asked_again(taken, asked):
    visitor = a_visitor()
    answer = visitor.fill_in("vehicle", car="ABC 123")
    assert answer["Location"].endswith("/vehicle/#car-told")
    page = visitor.see("vehicle/").content.decode()
    assert "Volvo" in page and "Fordonsregistret" in page and "Alva Ek" not in page
    assert visitor.fill_in("vehicle", car="ABC 123")["Location"].endswith("/heavy/")
    visitor.fill_in("heavy", why="x")
    visitor.fill_in("last", sure="yes")
    check = visitor.see("check/").content.decode()
    assert "Volvo" in check and "50" in check
    assert visitor.send().status_code == 303
    assert asked == ["ABC 123"]
    kept = taken[0].answers["car"]
    assert kept["found"] and kept["facts"] == {"make": "Volvo", "weight": 1200}
    assert kept["source"] == "vehicles" and kept["asked_at"]


def test_another_number_is_another_question_and_what_hangs_on_it_changes(taken, asked):
    visitor = a_visitor()
    visitor.fill_in("vehicle", car="ABC 123")
    visitor.fill_in("vehicle", car="MC 1")
    assert visitor.fill_in("vehicle", car="MC 1")["Location"].endswith("/last/")
    assert asked == ["ABC 123", "MC 1"]


def test_a_number_that_is_not_known_stops_where_the_service_wants_to_know(taken, asked):
    visitor = a_visitor()
    visitor.fill_in("vehicle", car="XYZ 999", note="keep me")
    page = visitor.see("vehicle/").content.decode()
    assert "Fordonsregistret" in page and "XYZ 999" in page and "keep me" in page
    again = visitor.fill_in("vehicle", car="XYZ 999", note="keep me")
    assert again.status_code == 200 and "error-summary" in again.content.decode()
    assert visitor.see("check/").status_code == 303 and asked == ["XYZ 999"]


def test_a_source_out_of_order_is_told_plainly_and_nothing_is_lost(taken, asked):
    visitor = a_visitor(is_down=True)
    visitor.fill_in("vehicle", car="ABC 123", note="keep me")
    page = visitor.see("vehicle/").content.decode()
    assert "ABC 123" in page and "keep me" in page
    assert visitor.see("check/").status_code == 303
    with scope():
        Connection.objects.update(settings={"sources": VEHICLES})
    assert visitor.fill_in("vehicle", car="ABC 123")["Location"].endswith("#car-told")
    assert visitor.fill_in("vehicle", car="ABC 123")["Location"].endswith("/heavy/")


def test_where_one_may_one_goes_on_by_hand_and_nobody_vouches_for_it(taken, asked):
    visitor = a_visitor(BY_HAND, is_down=True)
    visitor.fill_in("vehicle", car="ABC 123")
    wrong = visitor.fill_in("vehicle", car="ABC 123", car__make="Saab", car__weight="tung")
    assert 'href="#car-weight"' in wrong.content.decode() and 'value="Saab"' in wrong.content.decode()
    answer = visitor.fill_in("vehicle", car="ABC 123", car__make="Saab", car__weight="900")
    assert answer["Location"].endswith("/last/")
    visitor.fill_in("last", sure="yes")
    visitor.send()
    assert taken[0].answers["car"]["found"] is False
    assert taken[0].answers["car"]["facts"] == {"make": "Saab", "weight": 900}


def test_after_three_failures_nobody_waits_for_the_source(taken, asked):
    visitor = a_visitor(is_down=True)
    for _ in range(5):
        visitor.fill_in("vehicle", car="ABC 123")
    assert len(asked) == 3


def test_settings_that_do_not_fit_are_an_outage_and_no_error_of_ours(taken):
    visitor = a_visitor()
    with scope():
        Connection.objects.update(settings={"nonsense": 1})
    assert visitor.fill_in("vehicle", car="ABC 123").status_code == 303
    with scope():
        Connection.objects.all().delete()
    assert visitor.fill_in("vehicle", car="ABC 124").status_code == 303


def test_a_register_cannot_be_read_out_by_asking_and_asking(taken, asked):
    visitor = a_visitor()
    for number in range(look_up_queries.OF_A_DRAFT + 5):
        visitor.fill_in("vehicle", car=f"AAA {number:03}")
    assert len(asked) == look_up_queries.OF_A_DRAFT


def test_the_button_asks_and_stays_on_the_page(taken, asked):
    visitor = a_visitor()
    assert visitor.fill_in("vehicle", car="ABC 123", look_up="car")["Location"].endswith("#car-told")
    assert visitor.fill_in("vehicle", car="ABC 123", look_up="car")["Location"].endswith("/vehicle/")
    assert asked == ["ABC 123"]


def test_what_is_typed_and_told_stands_in_no_log(taken, caplog):
    visitor = a_visitor(is_down=True)
    with caplog.at_level(logging.DEBUG):
        visitor.fill_in("vehicle", car="ABC 123")
    assert "vehicles does not answer" in caplog.text and "ABC 123" not in caplog.text.replace(
        "\n".join(each.getMessage() for each in caplog.records if each.name.startswith("django.db")), ""
    )


def test_a_sensitive_one_is_sealed_with_all_that_is_told(taken):
    visitor = a_visitor(PARK.replace("by_hand: false", "sensitive: true"))
    visitor.fill_in("vehicle", car="ABC 123")
    with scope():
        assert set(Draft.objects.get().answers["car"]) == {"sealed"}


def test_a_draft_that_is_gone_when_the_source_answers_is_no_error(taken, monkeypatch):
    visitor = a_visitor()
    ask = FakeSources.find

    def slowly(self, source, typed):
        Draft.objects.all().delete()
        return ask(self, source, typed)

    monkeypatch.setattr(FakeSources, "find", slowly)
    assert visitor.fill_in("vehicle", car="ABC 123").status_code == 303


def test_a_service_that_looks_nothing_up_pays_no_question_more(taken):
    a_service()
    visitor = Visitor(a_browser())
    visitor.fill_in("about-you", name="Alva")
    page = visitor.see("about-you/")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        visitor.fill_in("about-you", seen_page=page, name="Bo")
    assert not any("municipalities_connection" in each["sql"] for each in queries)


def test_the_preview_asks_nobody_and_plays_all_that_can_happen(asked):
    service = a_service(PackageFiles({"service.yaml": BY_HAND, **LETTERS}))
    tester = Tester(a_link(service))
    tester.begin()
    tester.fill_in("vehicle", car="ABC 123")
    assert "Volvo" in words_on(tester.see("page/vehicle/"))
    tester.fill_in("vehicle", car="X404")
    assert "does not know X404" in words_on(tester.see("page/vehicle/"))
    tester.fill_in("vehicle", car="X503")
    assert "does not answer just now" in words_on(tester.see("page/vehicle/"))
    tester.fill_in("vehicle", car="X503", car__make="Saab", car__weight="1")
    assert tester.see("page/last/").status_code == 200 and asked == []


SCENARIO = """\
title: A heavy car
answers:
  car: {typed: ABC 123, state: found, source: vehicles, asked_at: "2026-11-22T12:00:00+00:00", seen: true, facts: {make: Volvo, weight: 1200}}
  why: x
  sure: "yes"
expect: {pages: [vehicle, heavy, last], fee: 5000}
"""


def test_scenarios_play_with_recorded_answers():
    files = {"service.yaml": PARK, "scenarios/heavy.yaml": SCENARIO, **LETTERS}
    assert faults_of(PackageFiles(files)) == []
    wrong = SCENARIO.replace("weight: 1200", "weight: 900")
    assert faults_of(PackageFiles({**files, "scenarios/heavy.yaml": wrong}))


def test_letters_may_say_what_was_found_and_nothing_else():
    letter = {
        "letters/receipt.sv.md": "# Tack\n{car.make}",
        "letters/receipt.en.md": "# Thanks\n{car.make} {car.typed}",
    }
    files = PackageFiles({"service.yaml": PARK, **letter})
    assert faults_of(files) == []
    strange = {**letter, "letters/receipt.en.md": "# Thanks\n{car.owner}"}
    assert faults_of(PackageFiles({"service.yaml": PARK, **strange}))
    form = definition_from_data(compile_definition(files)).form
    values = {
        "car": {"typed": "ABC 123", "found": True, "source": "v", "asked_at": "", "facts": {"make": "Volvo"}}
    }
    assert facts_looked_up(form, values, "en") == {
        "car.typed": "ABC 123",
        "car.make": "Volvo",
        "car.weight": "",
    }


def test_on_paper_one_is_told_what_to_write_and_the_service_hangs_on_the_connection():
    definition = definition_from_data(compile_definition(PackageFiles({"service.yaml": PARK, **LETTERS})))
    [car, _note] = _Paper(definition.form, "en").page(definition.form.pages[0])["questions"]
    assert car["hint"] == "Write also: Make, Weight." and car["rows"] == 3
    assert "look_up" in ports_used(definition)


def test_one_gets_to_the_end_of_it(taken):
    visitor = a_visitor(BY_HAND)
    form = definition_from_data(compile_definition(PackageFiles({"service.yaml": BY_HAND, **LETTERS}))).form
    assert walk(visitor, form)[-1] == "last"


def test_whoever_goes_through_a_scenario_by_hand_reads_what_to_type_and_not_what_is_told():
    files = PackageFiles({"service.yaml": PARK, "scenarios/heavy.yaml": SCENARIO, **LETTERS})
    form = definition_from_data(compile_definition(files)).form
    [document] = scenario_documents(files)
    walk = walk_of(scenario_from(document), form, "en")
    assert walk.steps[0].lines[0].answer == "ABC 123" and walk.can_be_sent
