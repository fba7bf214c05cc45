"""What sentences can say of each kind of question: all of it written, read back the same, and worked out."""

from datetime import date

import pytest

from dygn.base.expressions import compile_expression
from dygn.forms.rules.definition import FormDefinition, Option, Page, Question
from dygn.forms.rules.kinds import KINDS
from dygn.forms.rules.proof_of_expressions import _examples
from dygn.services.rules.conditions_in_words import condition_in_words, relation_in_words
from dygn.services.rules.editing.holding import can_hold
from dygn.services.rules.editing.relations import COUNTED, DAYS, PARTS_OF_TEXTS, SAMES, SPANS, TIMES, Relation
from dygn.services.rules.editing.sentences import (
    Sentence,
    Sentences,
    comparable_with,
    expression_of,
    needs_value,
    relations_of,
)
from dygn.services.rules.editing.sentences_read import sentences_in
from dygn.services.rules.editing.subjects import base_of, every_subject
from dygn.services.rules.package.compiling import compile_definition, load_definition
from dygn.services.tests.every_kind import every_kind, name_of

FORM = load_definition(compile_definition(every_kind())).form
KNOWN = FORM.by_id
_ASKED = "answered unanswered"
_TEXT = f"is is_not contains contains_not begins begins_not ends {_ASKED}"
_ALIKE = f"is is_not contains contains_not begins begins_not ends same different {_ASKED}"
_AMOUNT = f"equals at_least at_most more_than less_than not_equals {_ASKED}"
_ROWS = f"rows_exactly rows_at_least rows_at_most {_ASKED}"
# Each kind with all that a sentence may say of it.
OFFERED = {
    "text": _ALIKE,
    "long_text": _TEXT,
    "email": _ALIKE,
    "phone": _ALIKE,
    "personal_number": _ALIKE,
    "organisation_number": _ALIKE,
    "iban": _ALIKE,
    "bank_account": _ALIKE,
    "property_designation": _ALIKE,
    "number": _AMOUNT,
    "money": _AMOUNT,
    "scale": _AMOUNT,
    "payment": _AMOUNT,
    "yes_no": f"is is_not same different {_ASKED}",
    "declaration": "is",
    "one_of": f"is is_not same different {_ASKED}",
    "tree": f"is is_not {_ASKED}",
    "several_of": f"has has_not {_ROWS}",
    "date": (
        "from_day to_day after_day before_day on_day not_on_day years_at_least years_less_than years_exactly "
        "ahead_at_least ahead_more_than ahead_at_most ahead_less_than ago_at_least ago_more_than ago_at_most "
        f"ago_less_than {_ASKED}"
    ),
    "time": f"from_time to_time after_time before_time at_time {_ASKED}",
    "file": _ROWS,
    "group": _ROWS,
    "table": _ROWS,
    "co_signers": _ROWS,
    "date_range": _ASKED,
    "child": _ASKED,
    "company": _ASKED,
    "address": _ASKED,
    "place": _ASKED,
    "booking": _ASKED,
    "lookup": _ASKED,
    "information": "",
    "personal_data_notice": "",
    "download": "",
}
# The parts of an answer that a sentence can be about, with the kind of each.
PARTS = {
    "date_range": {"from_day": "date", "to_day": "date"},
    "child": {"born_on": "date", "name": "text", "number": "personal_number", "from_register": "yes_no"},
    "company": {"name": "text", "number": "organisation_number", "from_register": "yes_no"},
    "address": {"street": "text", "postcode": "text", "city": "text"},
    "place": {"address": "text"},
    "booking": {"day": "date", "time": "time", "place": "text"},
    "lookup": {"found": "yes_no", "typed": "text", "make": "text"},
}


def test_every_kind_says_what_sentences_offer_of_it():
    assert KINDS.keys() == OFFERED.keys()


@pytest.mark.parametrize("kind", sorted(OFFERED))
def test_a_sentence_offers_of_a_kind_what_the_table_says(kind):
    question = KNOWN[name_of(kind)]
    assert {each.value for each in relations_of(question)} == set(OFFERED[kind].split())


@pytest.mark.parametrize("kind", sorted(PARTS))
def test_parts_of_an_answer_are_asked_about_as_questions_of_their_kind(kind):
    base = name_of(kind)
    parts = {each.id: each for each in every_subject(KNOWN) if base_of(each.id) == base and each.id != base}
    assert {name.removeprefix(f"{base}."): each.kind for name, each in parts.items()} == PARTS[kind]
    for each in parts.values():
        assert {one.value for one in relations_of(each)} == set(OFFERED[each.kind].split()) - set(_ASKED.split())


def value_for(subject, relation):
    if not needs_value(relation):
        return ""
    if relation in COUNTED:
        return "2"
    if relation in DAYS or relation is Relation.NOT_ON_DAY:
        return "2026-02-01"
    if relation in TIMES:
        return "09:00"
    if subject.kind in ("yes_no", "declaration"):
        return "true"
    if subject.kind in ("one_of", "several_of"):
        return next(iter(subject.option_by_key))
    if subject.kind == "tree":
        return next(iter(subject.leaves))
    is_of_text = relation in PARTS_OF_TEXTS or relation in (Relation.IS, Relation.IS_NOT)
    return "x" if is_of_text else "3"


def everything_said():
    """Every subject with every relation: against a value, and against everything else that fits."""
    for subject in every_subject(KNOWN):
        for relation in relations_of(subject):
            if relation not in SAMES:
                yield Sentence(subject.id, relation, value_for(subject, relation))
            for other in comparable_with(subject, relation, KNOWN):
                if relation not in SPANS:
                    yield Sentence(subject.id, relation, other=other)
                elif other != "today":
                    yield Sentence(subject.id, relation, "2", other)


SAID = list(everything_said())


def test_all_that_is_offered_is_read_back_as_the_same_sentence_and_is_worked_out():
    examples = _examples(FORM)
    for sentence in SAID:
        built = Sentences("all", (sentence,))
        source = expression_of(built, KNOWN)
        assert sentences_in(source, KNOWN) == built, source
        assert isinstance(compile_expression(source).evaluate(examples), bool), source


@pytest.mark.parametrize("language", ["en", "sv"])
def test_all_that_is_offered_is_told_in_words(language):
    for sentence in SAID:
        words = condition_in_words(expression_of(Sentences("all", (sentence,)), KNOWN), KNOWN, language)
        assert "%(" not in words and not words.startswith("this holds") and sentence.question not in words
    assert {str(relation_in_words(each.relation, KNOWN[base_of(each.question)])) for each in SAID if base_of(each.question) in KNOWN}


TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("source", "answers", "holds"),
    [
        ("clock(begins) < clock('09:00')", {"begins": "08:59"}, True),
        ("clock(begins) < clock('09:00')", {"begins": "09:00"}, False),
        ("clock(begins) < clock('09:00')", {"begins": ""}, False),
        ("clock(ends) > clock(begins)", {"begins": "", "ends": "10:00"}, False),
        ("clock(ends) > clock(begins)", {"begins": "09:30", "ends": "10:00"}, True),
        ("years_between(kid.born_on, today) < 6", {"kid": {"born_on": date(2020, 6, 16)}}, True),
        ("years_between(kid.born_on, today) < 6", {"kid": {"born_on": date(2020, 6, 15)}}, False),
        ("years_between(kid.born_on, today) < 6", {"kid": None}, False),
        ("years_between(born, today) >= 18", {"born": date(2008, 6, 15)}, True),
        ("years_between(born, today) >= 18", {"born": date(2008, 6, 16)}, False),
        ("years_between(born, start) >= 18", {"born": date(2008, 6, 16), "start": date(2026, 7, 1)}, True),
        ("days_between(today, start) > 30", {"start": date(2026, 7, 16)}, True),
        ("days_between(today, start) > 30", {"start": date(2026, 7, 15)}, False),
        ("days_between(start, today) >= 1", {"start": date(2026, 6, 14)}, True),
        ("size(children) >= 2", {"children": [{}, {}]}, True),
        ("size(chosen) > 1", {"chosen": ["a", "b"]}, True),
        ("children.exists(r, r.years < 6)", {"children": [{"years": 7}, {"years": 5}]}, True),
        ("children.all(r, r.years < 6)", {"children": [{"years": 7}, {"years": 5}]}, False),
        ("sum(children.map(r, r.years)) > 10", {"children": [{"years": 7}, {"years": 5}]}, True),
        ("postcode.startsWith('25')", {"postcode": "25220"}, True),
        ("!logged_in", {"logged_in": False}, True),
    ],
)
def test_what_service_owners_ask_for_is_a_sentence_and_holds_when_it_should(source, answers, holds):
    assert sentences_in(source, ASKED.by_id) is not None
    assert compile_expression(source).holds({"today": TODAY, **answers}) is holds


CHOICES = (Option("a", {}), Option("b", {}), Option("none", {}, alone=True))
ASKED = FormDefinition((
    Page("p", {}, (
        Question("begins", "time"), Question("ends", "time"), Question("kid", "child"), Question("born", "date"),
        Question("start", "date"), Question("chosen", "several_of", options=CHOICES), Question("postcode", "text"),
        Question("period", "date_range"), Question("dog", "yes_no"), Question("amount", "number"),
        Question("home", "address"), Question("new_home", "address"),
        Question("children", "group", questions=(Question("years", "number"), Question("name", "text"))),
    )),
))  # fmt: skip


@pytest.mark.parametrize(
    "source",
    [
        "clock(begins) < clock('08:00') && clock(begins) >= clock('08:00')",
        "clock(begins) > clock('23:59')",
        "clock(ends) > clock(begins) && clock(ends) < clock('08:00') && clock(begins) > clock('08:00')",
        "years_between(born, today) >= 18 && years_between(born, today) < 18",
        "years_between(kid.born_on, today) < 6 && years_between(kid.born_on, today) >= 18",
        "years_between(born, today) >= 18 && born >= today",
        "years_between(born, today) >= 2 && days_between(born, today) < 700",
        "days_between(today, start) > 30 && start <= today",
        "days_between(today, start) > 30 && days_between(today, start) < 31",
        "days_between(today, start) >= 7 && days_between(start, today) >= 7",
        "days_between(period.from_day, period.to_day) < 0",
        "kid.from_register && kid == null",
        "size(chosen) >= 3",
        "size(chosen) == 2 && 'none' in chosen",
        "size(chosen) == 0 && 'a' in chosen",
        "size(chosen) >= 2 && !('a' in chosen)",
        "chosen == [] && size(chosen) > 0",
        "amount != 3 && amount >= 3 && amount <= 3",
        "dog != true && dog != false && dog != null",
        "postcode.startsWith('25') && postcode.startsWith('26')",
        "postcode == '25220' && !postcode.startsWith('25')",
        "postcode.contains('a') && !postcode.contains('a')",
        "home.city == 'Lund' && home.city != 'Lund'",
        "children.exists(r, r.years > 6) && children.all(r, r.years < 6)",
        "children.exists(r, r.years > 6 && false)",
        "children.exists(r, r.years > 6) && size(children) == 0",
        "logged_in && !logged_in",
    ],
)
def test_what_can_never_be_is_told_of_the_new_comparisons_too(source):
    found = sentences_in(source, ASKED.by_id)
    if found is None:
        assert "false" in source
        return
    assert not can_hold(found, ASKED, ASKED.by_id), source


@pytest.mark.parametrize(
    "source",
    [
        "children.exists(r, r.years > 6) && children.exists(r, r.years < 6)",
        "children.all(r, r.years > 6) && children.all(r, r.years < 6)",
        "years_between(born, today) >= 18 && days_between(born, today) < 6575",
        "days_between(today, start) > 30 && days_between(today, start) < 32",
        "size(chosen) == 1 && 'none' in chosen",
        "dog != true && dog != false",
        "amount != 3 && amount != 4 && amount >= 3 && amount <= 5",
        "clock(ends) > clock(begins) && clock(begins) > clock('23:57')",
        "postcode.startsWith('25') && postcode.startsWith('252') && postcode.contains('9')",
        "home.street != new_home.street || home.postcode != new_home.postcode",
    ],
)
def test_what_can_be_is_not_refused(source):
    found = sentences_in(source, ASKED.by_id)
    assert found is not None and can_hold(found, ASKED, ASKED.by_id)


@pytest.mark.parametrize(
    ("source", "same"),
    [
        ("!(chosen == [])", "chosen != []"),
        ("!(amount > 3 || dog == true)", "amount <= 3 && dog != true"),
        ("chosen.size() > 0", "size(chosen) >= 1"),
        ("begins >= '09:00'", "clock(begins) >= clock('09:00')"),
        ("today >= start", "start <= today"),
        ("years_between(born, today) > 17", "years_between(born, today) >= 18"),
        ("!children.exists(r, r.name == 'x')", "children.all(r, r.name != 'x')"),
        ("dog == true && (amount > 3 || (amount < 1 && chosen == []))",
         "(dog == true && amount > 3) || (dog == true && amount < 1 && chosen == [])"),
    ],
)  # fmt: skip
def test_what_is_written_another_way_is_read_as_the_same_sentences(source, same):
    found = sentences_in(source, ASKED.by_id)
    assert found is not None and found == sentences_in(same, ASKED.by_id)


def test_a_time_that_is_earlier_when_unanswered_is_no_sentence():
    """An empty text comes before every time: only what is answered is compared."""
    assert sentences_in("begins < '09:00'", ASKED.by_id) is None


def test_what_needs_more_brackets_than_a_page_can_show_stays_an_expression():
    pairs = " && ".join(f"(amount == {number} || amount == {number + 100})" for number in range(9))
    assert sentences_in(f"dog == true || ({pairs})", ASKED.by_id) is None
