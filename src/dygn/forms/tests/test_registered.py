"""Children and companies: chosen among what a register offered, else written; nothing offered comes from the browser."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dygn.forms.rules.account import account_of
from dygn.forms.rules.kinds import kind_of
from dygn.forms.rules.posting import read_answer
from dygn.forms.rules.proof import faults_in
from dygn.forms.rules.sensitive import is_sensitive
from dygn.forms.tests.factories import a_filling, a_form, a_page, a_question, posted
from dygn.forms.tests.test_rendering import drawn

BO = {"name": "Bo Ek", "number": "201903042388", "born_on": "2019-03-04"}
EVA = {"name": "Eva Ek", "number": "201601312380", "born_on": "2016-01-31"}
OFFER = {"offered": [BO, EVA]}
KID = a_question("child", "kid")
FIRM = a_question("company", "firm")


def problems(question, raw):
    filling = a_filling(a_page(question), raw={question.id: raw})
    return [(each.field_id, each.problem.code) for _, each in filling.all_problems()]


def sent(question, before, **fields):
    raw = read_answer(question, posted(**fields), question.id, before)
    return a_filling(a_page(question), raw={question.id: raw}).values()[question.id]


def test_one_of_the_offered_is_chosen_and_vouched_for():
    assert sent(KID, OFFER, kid="1") == {**EVA, "from_register": True}


def test_what_the_browser_says_is_offered_or_written_beside_it_is_not_believed():
    assert sent(KID, OFFER, kid="7", kid__name="Me", kid__number="19900102-2384") is None
    assert problems(KID, read_answer(KID, posted(kid="7"), "kid", OFFER)) == [("kid-name", "not_an_option")]
    raw = read_answer(KID, posted(kid__offered="[1]", offered="x", kid="0"), "kid", None)
    assert raw == {}


def test_where_nothing_is_offered_name_and_number_are_written_and_not_vouched_for():
    written = sent(KID, None, kid__name="Bo Ek", kid__number="19900102-2384")
    assert written == {
        "name": "Bo Ek",
        "number": "199001022384",
        "from_register": False,
        "born_on": "1990-01-02",
    }
    firm = sent(FIRM, {}, firm__name="Eks bageri", firm__number="212000-1355")
    assert firm == {"name": "Eks bageri", "number": "2120001355", "from_register": False, "born_on": ""}


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ({}, ("kid-name", "required")),
        (OFFER, ("kid-name", "required")),
        ({"name": "Bo"}, ("kid-number", "number_missing")),
        ({"number": "19900102-2384"}, ("kid-name", "name_missing")),
        ({"name": "Bo", "number": "19900102-2385"}, ("kid-number", "not_a_personal_number")),
        ({"name": "x" * 121, "number": "1"}, ("kid-name", "too_long")),
        ({"name": "a\ufffd", "number": "1"}, ("kid-name", "strange_characters")),
    ],
)
def test_what_is_missing_or_wrong_is_told_at_its_field(raw, told):
    assert problems(KID, raw) == [told]


def test_a_rule_may_ask_for_the_childs_age():
    age = a_question("number", "age", computed="years_between(kid.born_on, today)")
    filling = a_filling(a_page(KID, age), raw={"kid": {**OFFER, "chosen": "0"}})
    assert filling.values()["age"] == 7
    vouched = a_question(id="proof", shown_if="kid.from_register == false")
    assert not a_filling(a_page(KID, vouched), raw={"kid": {**OFFER, "chosen": "0"}}).is_shown(vouched)
    assert a_filling(a_page(KID, vouched), raw={"kid": {"name": "B", "number": "19900102-2384"}}).is_shown(
        vouched
    )


def test_a_number_is_never_shown_whole_and_a_child_is_sealed():
    _, page = drawn(a_page(KID), raw={"kid": OFFER}, problems=False)
    assert "Bo Ek" in page and "20190304-••••" in page and "2388" not in page
    filling = a_filling(a_page(KID), raw={"kid": {**OFFER, "chosen": "0"}})
    (section,) = account_of(filling.form, filling.values(), "en")
    assert section.lines[0].text == "Bo Ek\n20190304-••••\nAccording to the register"
    assert is_sensitive(KID) and not is_sensitive(FIRM)


def test_what_was_offered_to_one_is_not_drawn_for_another():
    assert "Bo Ek" in drawn(a_page(KID), raw={"kid": OFFER}, problems=False)[1]
    assert "Bo Ek" not in drawn(a_page(KID), problems=False)[1]


@pytest.mark.parametrize("raw", [OFFER, {}, {"name": "Bo", "number": "1"}])
@pytest.mark.parametrize("question", [KID, FIRM])
def test_every_field_has_its_label_and_errors_lead_to_it(question, raw):
    view, page = drawn(a_page(question), raw={question.id: raw})
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) and {error.field for error in view.errors} <= set(ids)
    assert set(re.findall(r'<label for="([^"]+)"', page)) <= set(ids)


def test_within_a_group_no_register_is_asked():
    group = a_question("group", "g", questions=(KID,))
    assert "Move it out" in faults_in(a_form(a_page(group)), ["en"])[0].message
    assert faults_in(a_form(a_page(KID, FIRM)), ["en"]) == []


ANY = (
    st.none()
    | st.text(max_size=6)
    | st.sampled_from(["0", "1", "19900102-2384", "Bo", "\x00", [], {}, [BO], [None], [{"name": 1}]])
)


@given(
    st.sampled_from([KID, FIRM]),
    st.dictionaries(st.sampled_from(["offered", "chosen", "name", "number"]), ANY) | ANY,
)
def test_whatever_is_kept_is_withstood(question, raw):
    filling = a_filling(a_page(question), raw={question.id: raw})
    assert all(each.words for _, each in filling.all_problems())
    account_of(filling.form, filling.values(), "sv")
    drawn(a_page(question), raw={question.id: raw})
    value = filling.value_of(question)
    if value is not None:
        kind = kind_of(question)
        assert kind.from_json(question, kind.to_json(value)) == value
