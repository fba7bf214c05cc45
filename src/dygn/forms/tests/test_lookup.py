"""Looking something up: what is taken from the source and what from the person, and how both are told."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from dygn.forms.rendering.fields import view_page
from dygn.forms.rules.definition import Fact
from dygn.forms.rules.document import form_from_data, form_to_data
from dygn.forms.rules.kinds import kind_of
from dygn.forms.rules.kinds.lookup import FOUND, SILENT, UNKNOWN, answered, token_of, wants_asking
from dygn.forms.rules.posting import read_answers
from dygn.forms.rules.problems import Problem
from dygn.forms.rules.proof import faults_in
from dygn.forms.tests.factories import a_filling, a_form, a_page, a_question, an_occasion, posted

FACTS = (
    Fact("make", {"en": "Make"}, example="Volvo"),
    Fact("weight", {"en": "Weight"}, "number"),
    Fact("electric", {"en": "Electric"}, "yes_no"),
    Fact("tested_on", {"en": "Tested"}, "date"),
)
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
KNOWN = {
    "make": "Volvo",
    "weight": 1200.5,
    "electric": False,
    "tested_on": "2026-03-01T00:00:00",
    "owner": "Alva",
}


def a_look_up(**changes):
    given = {"source": "vehicles", "source_name": {"en": "The vehicle register"}, "facts": FACTS, **changes}
    return a_question("lookup", "car", **given)


def told(question, state=FOUND, facts=KNOWN):
    return answered(question, "ABC 123", state, facts, at=NOON)


def read(question, before, **fields):
    return read_answers([question], posted(**fields), {"car": before})["car"]


def checked(question, raw):
    return kind_of(question).check(question, raw, an_occasion())


def test_only_the_facts_that_the_package_names_are_kept_and_each_as_its_kind():
    raw = told(a_look_up())
    assert raw["facts"] == {"make": "Volvo", "weight": "1200.5", "electric": False, "tested_on": "2026-03-01"}
    odd = told(a_look_up(), facts={"make": ["x"], "weight": "heavy", "electric": "yes", "tested_on": 3})
    assert odd["facts"] == dict.fromkeys(("make", "weight", "electric", "tested_on"))


def test_it_is_confirmed_before_it_counts_and_then_known_to_conditions():
    question = a_look_up()
    raw = told(question)
    assert checked(question, raw).code == "not_seen"
    raw = read(question, raw, car="ABC 123", car__seen=token_of(raw))
    value = checked(question, raw)
    term = kind_of(question).to_term(value)
    assert term["found"] and term["make"] == "Volvo" and term["tested_on"] == date(2026, 3, 1)
    assert term["weight"] == Decimal("1200.5")
    kept = kind_of(question).to_json(value)
    assert kept["source"] == "vehicles" and kept["asked_at"] == "2026-11-22T12:00:00+00:00"
    assert kind_of(question).from_json(question, kept) == value
    words = kind_of(question).show(question, value, "en")
    assert "Make: Volvo" in words and "Electric: No" in words and "According to The vehicle register" in words


def test_a_browser_cannot_say_what_the_source_told():
    question = a_look_up()
    forged = read(question, None, car="ABC 123", car__state="found", car__make="Rolls-Royce", car__seen="x")
    assert forged == {"typed": "ABC 123"} and checked(question, forged).code == "not_looked_up"
    raw = read(question, told(question), car="ABC 123", car__make="Rolls-Royce", car__seen="0" * 12)
    assert raw["facts"]["make"] == "Volvo" and checked(question, raw).code == "not_seen"


def test_another_text_is_asked_about_anew_and_the_same_is_not():
    question = a_look_up()
    raw = told(question)
    assert wants_asking(question, read(question, raw, car="XYZ 999")) == "XYZ 999"
    assert wants_asking(question, read(question, raw, car="ABC 123")) == ""
    assert wants_asking(question, read(question, raw, car="ABC 123", look_up="car")) == ""
    silent = told(question, SILENT)
    assert wants_asking(question, read(question, silent, car="ABC 123")) == "ABC 123"
    unknown = told(question, UNKNOWN)
    assert wants_asking(question, read(question, unknown, car="ABC 123")) == ""
    assert wants_asking(question, read(question, unknown, car="ABC 123", look_up="car")) == "ABC 123"


@pytest.mark.parametrize("text", ["..", "?", "\ufffd1", "x" * 101])
def test_what_is_not_fit_to_be_asked_is_not_asked(text):
    question = a_look_up()
    assert wants_asking(question, {"typed": text}) == "" and isinstance(
        checked(question, {"typed": text}), Problem
    )


@pytest.mark.parametrize(
    ("state", "code"), [(UNKNOWN, "not_found"), (SILENT, "source_silent"), ("too_many", "asked_too_often")]
)
def test_where_nothing_is_told_one_goes_on_only_where_the_service_lets_one(state, code):
    assert checked(a_look_up(), told(a_look_up(), state)).code == code
    question = a_look_up(by_hand=True)
    raw = told(question, state)
    raw = read(
        question,
        raw,
        car="ABC 123",
        car__seen=token_of(raw),
        car__make="Saab",
        car__weight="1 100,5",
        car__tested_on="1 mars 2026",
    )
    value = checked(question, raw)
    assert not value.found and value.facts["make"] == "Saab" and value.facts["weight"] == Decimal("1100.5")
    assert value.facts["electric"] is None and value.facts["tested_on"] == date(2026, 3, 1)
    assert "Written by hand" in kind_of(question).show(question, value, "en")


def test_what_is_written_wrong_by_hand_is_told_at_its_field():
    question = a_look_up(by_hand=True)
    raw = told(question, SILENT)
    raw = read(question, raw, car="ABC 123", car__seen=token_of(raw), car__weight="heavy")
    problem = checked(question, raw)
    assert (problem.code, problem.part) == ("fact_wrong", "weight")
    assert problem.words(question, "en").startswith("Write “Weight” of “Car”")


def test_its_facts_set_off_conditions():
    more = a_question("text", "more", shown_if="car.make == 'Volvo' && car.weight > 1000")
    raw = {**told(a_look_up()), "seen": True}
    form = [a_page(a_look_up(), more)]
    assert not faults_in(a_form(*form), ["en"])
    assert a_filling(*form, raw={"car": raw}).is_shown(more)
    assert not a_filling(*form, raw={"car": {"typed": "ABC 123"}}).is_shown(more)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (a_look_up(source=""), "where it is looked up"),
        (a_look_up(source_name={}), "where it is looked up"),
        (a_look_up(facts=()), "what the source tells"),
        (a_look_up(facts=(Fact("typed", {"en": "T"}),)), "is taken"),
        (a_look_up(facts=(FACTS[0], FACTS[0])), "is taken"),
        (a_look_up(facts=(Fact("a", {"sv": "A"}),)), "missing in English"),
        (a_look_up(facts=(Fact("a", {"en": "A"}, "number", example="many"),)), "not of the fact’s kind"),
        (a_question("text", by_hand=True), "Only a lookup"),
        (a_question("text", source="vehicles"), "Only a lookup"),
        (a_question("group", "g", questions=(a_look_up(),)), "out of the group"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(question, words):
    assert any(words in fault.message for fault in faults_in(a_form(a_page(question)), ["en"]))


def test_it_is_written_down_and_read_back():
    form = a_form(a_page(a_look_up(by_hand=True)))
    assert form_from_data(form_to_data(form)) == form


def drawn(question, raw):
    filling = a_filling(a_page(question), raw={"car": raw} if raw else {})
    return render_to_string("forms/page.html", {"page": view_page(filling, filling.form.pages[0])})


def test_what_was_told_is_shown_as_text_and_never_as_markup():
    evil = told(a_look_up(), facts={"make": "<script>alert(1)</script>"})
    page = drawn(a_look_up(), evil)
    assert "&lt;script&gt;" in page and "<script>alert" not in page
    assert 'name="look_up" value="car"' in drawn(a_look_up(), None)
    assert 'name="car-make"' in drawn(a_look_up(by_hand=True), told(a_look_up(), SILENT, {}))
    assert 'name="car-make"' not in drawn(a_look_up(), told(a_look_up(), SILENT, {}))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda x: (
        st.lists(x, max_size=3)
        | st.dictionaries(
            st.sampled_from(["typed", "state", "facts", "seen", "written", "source", "asked_at", "make"]),
            x,
            max_size=6,
        )
    ),
    max_leaves=10,
)


@given(JSON, st.booleans())
def test_whatever_is_kept_it_is_judged_and_drawn(raw, by_hand):
    question = a_look_up(by_hand=by_hand)
    filling = a_filling(a_page(question), raw={"car": raw})
    filling.all_problems()
    filling.values()
    view_page(filling, filling.form.pages[0])


@given(st.dictionaries(st.sampled_from([fact.key for fact in FACTS]), JSON))
def test_whatever_a_source_tells_can_be_kept_and_shown(facts):
    question = a_look_up()
    raw = {**told(question, facts=facts), "seen": True}
    value = checked(question, raw)
    kept = kind_of(question).to_json(value)
    kind_of(question).show(question, kind_of(question).from_json(question, kept), "en")
