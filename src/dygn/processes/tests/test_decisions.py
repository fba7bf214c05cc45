import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dygn.base.errors import Refusal
from dygn.processes.rules.decisions.evaluate import decide
from dygn.processes.rules.decisions.read import read_decisions

HEAD = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="fees" id="d">'
NEEDS = '<informationRequirement><requiredInput href="#i"/></informationRequirement>'


def a_model(logic, *, more=""):
    return (
        f'{HEAD}<inputData id="i" name="Metres"/><decision id="fee" name="Fee">{NEEDS}{logic}</decision>{more}'
        "</definitions>"
    ).encode()


def a_table(*rows, policy="UNIQUE", values="", aggregation="", default=""):
    """A table of one input and one output; each row is a condition and a result."""
    rules = "".join(
        f"<rule><inputEntry><text>{asked}</text></inputEntry><outputEntry><text>{given}</text></outputEntry></rule>"
        for asked, given in rows
    )
    collects = f' aggregation="{aggregation}"' if aggregation else ""
    known = f"<outputValues><text>{values}</text></outputValues>" if values else ""
    otherwise = f"<defaultOutputEntry><text>{default}</text></defaultOutputEntry>" if default else ""
    return (
        f'<decisionTable hitPolicy="{policy}"{collects}><input><inputExpression><text>Metres</text></inputExpression>'
        f"</input><output>{known}{otherwise}</output>{rules}</decisionTable>"
    )


def fee(metres, *rows, **table):
    return decide(read_decisions(a_model(a_table(*rows, **table))), "Fee", {"Metres": metres})


ROWS = (("&lt;= 10", "100"), ("&gt; 5", "200"), ("&gt; 8", "50"))


@pytest.mark.parametrize(
    ("policy", "aggregation", "value"),
    [
        ("FIRST", "", 100.0),
        ("PRIORITY", "", 200.0),
        ("RULE ORDER", "", [100.0, 200.0, 50.0]),
        ("OUTPUT ORDER", "", [200.0, 100.0, 50.0]),
        ("COLLECT", "", [100.0, 200.0, 50.0]),
        ("COLLECT", "SUM", 350.0),
        ("COLLECT", "COUNT", 3.0),
        ("COLLECT", "MIN", 50.0),
        ("COLLECT", "MAX", 200.0),
    ],
)
def test_what_counts_when_several_rows_match(policy, aggregation, value):
    outcome = fee(9, *ROWS, policy=policy, values="200, 100, 50", aggregation=aggregation)
    assert (outcome.value, outcome.matched, outcome.trouble) == (value, (1, 2, 3), "")


@pytest.mark.parametrize("policy", ["UNIQUE", "ANY"])
def test_rows_that_overlap_decide_nothing_and_are_named(policy):
    outcome = fee(7, *ROWS, policy=policy)
    assert (outcome.value, outcome.matched) == (None, (1, 2))
    assert "1, 2" in outcome.trouble


def test_rows_that_overlap_and_say_the_same_decide_under_any():
    assert fee(7, ("&gt; 5", "200"), ("&gt; 6", "200"), policy="ANY").value == 200.0


def test_without_a_matching_row_the_default_holds_or_there_is_nothing():
    assert fee(1, ("&gt; 5", "200"), default="7").value == 7.0
    assert fee(1, ("&gt; 5", "200")).value is None
    assert fee(None, ("&gt; 5", "200"), ("&lt; 5", "1")).matched == ()


def test_a_value_that_the_table_does_not_know_is_told():
    logic = a_table(("-", "1")).replace("</input>", "<inputValues><text>1, 2</text></inputValues></input>")
    outcome = decide(read_decisions(a_model(logic)), "Fee", {"Metres": 3})
    assert outcome.value is None and "Metres" in outcome.trouble


def test_a_decision_stands_on_others():
    more = (
        '<decision id="total" name="Total"><informationRequirement><requiredDecision href="#fee"/>'
        "</informationRequirement><literalExpression><text>Fee * 1.25</text></literalExpression></decision>"
    )
    model = read_decisions(a_model(a_table(("-", "100")), more=more))
    assert decide(model, "Total", {"Metres": 1}).value == 125.0


def test_logic_that_does_not_run_is_shown_with_the_reason():
    model = read_decisions(a_model("<context/>", more='<decision id="b" name="B"/>'))
    assert [decision.logic for decision in model.decisions] == [None, None]
    assert "context" in model.decision("Fee").left_out[0]
    assert decide(model, "Fee", {}).trouble == model.decision("Fee").left_out[0]
    foreign = read_decisions(a_model(a_table(("for x in [1] return x", "1"))))
    assert "row 1, sign 1" in foreign.decision("Fee").left_out[0]


CIRCLE = (
    '<decision id="{a}" name="{a}"><informationRequirement><requiredDecision href="#{b}"/></informationRequirement>'
    "</decision>"
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_xml"),
        (b"<a/>", "no_dmn"),
        (b"<definitions/>", "no_dmn"),
        (HEAD.encode() + b"</definitions>", "no_decisions"),
        (b'<!DOCTYPE a [<!ENTITY e "x">]>' + a_model(""), "entities"),
        (a_model("", more='<decision id="x" name="Fee"/>'), "names"),
        (a_model("", more=CIRCLE.format(a="a", b="b") + CIRCLE.format(a="b", b="a")), "circle"),
        (a_model("", more="".join(f'<decision id="x{n}" name="{n}"/>' for n in range(300))), "too_large"),
        (b" " * 3_000_000, "too_large"),
    ],
)
def test_a_file_that_is_no_decision_model_is_refused_with_the_reason(content, code):
    with pytest.raises(Refusal) as refusal:
        read_decisions(content)
    assert refusal.value.code == code and str(refusal.value.message)


GOOD = a_model(a_table(*ROWS, policy="PRIORITY", values="200, 100"))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_broken_file_is_read_or_refused(data):
    start = data.draw(st.integers(0, len(GOOD)))
    end = data.draw(st.integers(start, min(len(GOOD), start + 40)))
    content = GOOD[:start] + data.draw(st.binary(max_size=20)) + GOOD[end:]
    try:
        model = read_decisions(content)
    except Refusal as refusal:
        assert str(refusal.message)
        return
    for decision in model.decisions:
        assert decision.logic is not None or decision.left_out
        decide(model, decision.name, dict.fromkeys(model.inputs, 9))
