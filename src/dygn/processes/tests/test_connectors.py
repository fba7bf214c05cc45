"""Systems that steps call: what is sent and taken, and when a system is left in peace."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dygn.audit.models import AuditEntry
from dygn.base.errors import OutsideFailure, Refusal
from dygn.base.rate_limits import shared_counts
from dygn.processes.actions.call_connector import call_connector, forget_failures
from dygn.processes.actions.keep_connector import (
    WrittenConnector,
    add_connector,
    keep_connector,
    remove_connector,
)
from dygn.processes.models import Connector
from dygn.processes.rules.connectors import names_asked, plain, read_mapping, reckoned, written_mapping
from tests.cast import a_municipality, an_administrator, scope

pytestmark = pytest.mark.django_db
ROWS = [
    {"when": "number == '19800101'", "answer": {"permits": [{"number": "P1", "ends": "2026-12-14"}]}},
    {"when": "true", "answer": {"permits": []}},
]
SENDS = "number = applicant.number\nreason = why\n"
TAKES = "permit = answer.permits[0].number\nhas_permit = answer.permits.size() > 0\nasked = sent.number"
APPLICANT = {"applicant": {"number": "19800101"}, "why": None}


@pytest.fixture(autouse=True)
def in_peace():
    forget_failures()
    shared_counts().forget()
    with scope():
        yield


def a_connector(**more):
    facts = {"key": "permits", "title": "Permits", "adapter": "fake", "settings": {"rows": ROWS}}
    written = WrittenConnector(**{**facts, "sends": SENDS, "takes": TAKES, **more})
    return keep_connector(written, actor=an_administrator())


def test_what_is_sent_and_taken_is_as_it_is_declared():
    a_connector()
    assert call_connector("permits", APPLICANT, once="1") == {
        "permit": "P1",
        "has_permit": True,
        "asked": "19800101",
    }
    nobody = call_connector("permits", {"applicant": {"number": "2"}}, once="2")
    assert nobody["has_permit"] is False and AuditEntry.objects.filter(action="connector.changed").exists()


def test_what_has_no_value_is_not_sent():
    assert reckoned({"reason": "why", "number": "applicant.number"}, APPLICANT) == {"number": "19800101"}


def test_a_system_that_keeps_failing_is_left_in_peace():
    a_connector(settings={"is_down": True})
    for _attempt in range(5):
        with pytest.raises(OutsideFailure, match="out of order"):
            call_connector("permits", APPLICANT, once="1")
    with pytest.raises(OutsideFailure, match="left in peace") as failure:
        call_connector("permits", APPLICANT, once="1")
    assert not failure.value.lasting


def test_what_a_system_refuses_is_no_reason_to_leave_it_in_peace():
    a_connector(settings={"rows": []})
    for _attempt in range(7):
        with pytest.raises(OutsideFailure, match="no answer") as failure:
            call_connector("permits", APPLICANT, once="1")
        assert failure.value.lasting


def test_a_system_is_called_no_more_often_than_it_bears():
    a_connector(per_minute=2)
    outcomes = []
    for _attempt in range(5):
        try:
            outcomes.append(bool(call_connector("permits", APPLICANT, once="1")))
        except OutsideFailure as failure:
            outcomes.append(failure.lasting)
    assert outcomes == [True, True, False, False, False]


@pytest.mark.parametrize("off", [{"key": "elsewhere"}, {"is_on": False}])
def test_a_system_that_is_off_or_unknown_is_a_lasting_failure(off):
    a_connector(**off)
    with pytest.raises(OutsideFailure, match="switched on") as failure:
        call_connector("permits", APPLICANT, once="1")
    assert failure.value.lasting


@pytest.mark.parametrize("settings", [{"rows": 7}, {"unknown": 1}])
def test_settings_that_do_not_fit_are_an_outside_failure_and_no_crash(settings):
    a_connector(settings=settings)
    with pytest.raises(OutsideFailure) as failure:
        call_connector("permits", APPLICANT, once="1")
    assert failure.value.lasting


def test_an_answer_that_is_not_as_declared_is_an_outside_failure():
    a_connector(takes="fee = answer.permits + 1")
    with pytest.raises(OutsideFailure, match="not as it is declared"):
        call_connector("permits", APPLICANT, once="1")


@pytest.mark.parametrize(
    ("lines", "code", "said"),
    [
        ("number", "not_a_mapping", "Line 1"),
        ("a = b\n\n1x = b", "not_a_mapping", "Line 3"),
        ("a = b\na = c", "named_twice", "Line 2"),
        ("a = b +", "not_an_expression", "Line 1"),
        ("a = open('x')", "not_an_expression", "open"),
        ("\n".join(f"a{number} = b" for number in range(101)), "too_many", "100"),
    ],
)
def test_a_mapping_that_cannot_be_read_says_which_line(lines, code, said):
    with pytest.raises(Refusal, match=code) as refusal:
        a_connector(takes=lines)
    assert refusal.value.field == "takes" and said in str(refusal.value.message)
    assert not Connector.objects.exists()


@given(
    st.dictionaries(
        st.from_regex(r"[a-z_][a-z0-9_]{0,8}", fullmatch=True), st.sampled_from(["a", "a.b == 1", "'x = y'"])
    )
)
def test_a_mapping_is_read_as_it_was_written(mapping):
    assert read_mapping(written_mapping(mapping), field="sends") == mapping


def test_the_names_that_are_asked_about_are_known():
    assert names_asked({"x": "a + b", "y": "c.d"}) == ["a", "b", "c"]


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.dates() | st.datetimes() | st.text() | st.timedeltas(),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))  # fmt: skip
def test_what_is_kept_is_plain_data(value):
    import json

    assert json.loads(json.dumps(plain(value), allow_nan=False)) == plain(value)


def test_a_key_that_is_taken_is_refused_and_a_new_one_is_off_until_it_is_written():
    made = add_connector("permits", "Permits", "http_json", actor=an_administrator())
    assert made.is_on is False
    with pytest.raises(Refusal, match="key_taken") as refusal:
        add_connector("permits", "Others", "fake", actor=an_administrator())
    assert refusal.value.field == "key" and Connector.objects.get().title == "Permits"
    with pytest.raises(Refusal, match="unknown_adapter"):
        add_connector("others", "Others", "telepathy", actor=an_administrator())


def test_a_secret_in_plain_is_refused():
    with pytest.raises(Refusal, match="plain_secret"):
        a_connector(adapter="http_json", settings={"address": "https://a.example/", "api_key": "hunter2"})


def test_the_neighbours_systems_are_not_called():
    a_connector()
    with scope(a_municipality("Nordø", country="dk", language="da")):
        assert not Connector.objects.exists()
        with pytest.raises(OutsideFailure, match="switched on"):
            call_connector("permits", APPLICANT, once="1")


def test_a_system_is_taken_away_once():
    a_connector()
    assert remove_connector("permits", actor=an_administrator()) is True
    assert remove_connector("permits", actor=an_administrator()) is False
