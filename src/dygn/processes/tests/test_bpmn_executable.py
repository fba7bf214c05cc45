"""What of a process runs is told when its file is opened, element by element."""

import pytest

from dygn.processes.rules.bpmn.conditions import NotTranslated, given_value, key_of, setting, translated
from dygn.processes.rules.bpmn.executable import judge, runs
from dygn.processes.rules.bpmn.read import read_bpmn
from dygn.processes.tests.test_bpmn_reading import a_file
from tests.material import MIWG, SUNDSVALL, material

# The table of docs/building/domains/processes.md.
RUN = {"A.1.0", "A.3.0", "A.4.0", "A.4.1", "C.1.0", "C.1.1", "C.8.0", "C.8.1", "C.9.1", "C.9.2"}

CALLED = next(path for path in MIWG if "C.9.1" in path)


def name_of(path):
    return path.rpartition("/")[2].removesuffix(".bpmn")


def flow(source, target, inner="", more=""):
    return f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}" {more}>{inner}</sequenceFlow>'


def condition(text, language=""):
    chosen = f' language="{language}"' if language else ""
    return f"<conditionExpression{chosen}>{text}</conditionExpression>"


def why_not(inner):
    """What stands in the way of the processes of a file, in words."""
    judged = judge(read_bpmn(a_file(inner)))
    return [str(why) for each in judged for finding in each.findings for why in finding.why_not]


@pytest.mark.parametrize("path", MIWG)
def test_which_models_of_others_run_and_why_the_others_do_not(path):
    # C.9.2 calls the process of C.9.1, as the three files of C.9 belong together.
    beside = [read_bpmn(material(CALLED).read_bytes())] if "C.9" in path and path != CALLED else []
    judged = judge(read_bpmn(material(path).read_bytes()), beside=beside)
    assert runs(judged) is (name_of(path) in RUN)
    assert runs(judged) or any(finding.why_not for each in judged for finding in each.findings)


def test_the_process_of_a_municipality_runs():
    assert runs(judge(read_bpmn(material(SUNDSVALL).read_bytes())))


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        ('<scriptTask id="a"><script>1</script></scriptTask>', "never run"),
        ('<complexGateway id="a"/>', "complex"),
        ('<adHocSubProcess id="a"/>', "ad hoc"),
        ('<transaction id="a"/>', "transaction"),
        ('<task id="a" isForCompensation="true"/>', "compensation"),
        ('<subProcess id="a" triggeredByEvent="true"/>', "by which one"),
        ('<callActivity id="a" calledElement="elsewhere"/>', "elsewhere"),
        ('<callActivity id="a" calledElement="p"/>', "stands in"),
        ('<endEvent id="a"><compensateEventDefinition/></endEvent>', "compensate"),
        ('<intermediateCatchEvent id="a"/>', "what it waits for"),
        (
            '<intermediateCatchEvent id="a"><timerEventDefinition/></intermediateCatchEvent>',
            "none is written",
        ),
        (
            '<intermediateCatchEvent id="a"><timerEventDefinition><timeDuration>soon</timeDuration>'
            "</timerEventDefinition></intermediateCatchEvent>",
            "no time",
        ),
        (
            '<intermediateCatchEvent id="a"><messageEventDefinition/><signalEventDefinition/></intermediateCatchEvent>',
            "several things",
        ),
        (
            '<intermediateCatchEvent id="a"><conditionalEventDefinition/></intermediateCatchEvent>',
            "condition",
        ),
        (
            '<intermediateThrowEvent id="a"><linkEventDefinition name="x"/></intermediateThrowEvent>',
            "other end",
        ),
        ('<task id="a"><standardLoopCharacteristics/></task>', "how long"),
        ('<task id="a"><standardLoopCharacteristics loopMaximum="1000"/></task>', "500"),
        ('<task id="a"><multiInstanceLoopCharacteristics/></task>', "how often"),
        ('<boundaryEvent id="a" attachedToRef="gone"><messageEventDefinition/></boundaryEvent>', "not there"),
        (
            '<exclusiveGateway id="g"/><boundaryEvent id="a" attachedToRef="g"><messageEventDefinition/></boundaryEvent>',
            "tasks and sub-processes only",
        ),
        ('<startEvent id="s"/><task id="a"/>', "No arrow leads here"),
        ('<task id="a" default="gone"/>', "does not leave here"),
        (f'<task id="a"/>{flow("a", "gone")}', "does not lead"),
        (
            f'<exclusiveGateway id="a"/><task id="b"/><task id="c"/>{flow("a", "b")}{flow("a", "c")}',
            "No condition",
        ),
        (f'<eventBasedGateway id="a"/><task id="b"/>{flow("a", "b")}', "stand only"),
        (
            f'<task id="a"/><task id="b"/>{flow("a", "b", condition("__import__(&apos;os&apos;)"))}',
            "not translated",
        ),
        (f'<task id="a"/><task id="b"/>{flow("a", "b", condition("x", "python"))}', "python"),
        (f'<task id="a"/><task id="b"/>{flow("a", "b", condition("${x.run()}"))}', "function"),
    ],
)
def test_what_is_drawing_only_is_told_with_its_reason(inner, words):
    assert any(words in said for said in why_not(inner)), why_not(inner)


VALUES = {
    "x": "y",
    "approved": True,
    "amount": 6,
    "who": {"age": 7},
    "Vacation_Approval": "Approved",
    "risks": ["red"],
}


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("${x == 'y'}", "", True),
        ('#{x eq "y" and not (amount lt 5)}', "", True),
        ("${!approved}", "", False),
        ("${approved && amount != 6 || who.age >= 7}", "", True),
        ("${gone == 'y'}", "", False),
        ("= approved", "", True),
        ("=not(approved)", "", False),
        ('Vacation Approval = "Approved"', "", True),
        ('= some risk in risks satisfies risk = "red"', "", True),
        ('= every risk in risks satisfies risk = "yellow"', "", False),
        ("amount + 1 > 6.5", "https://www.omg.org/spec/DMN/20191111/FEEL/", True),
        ("bpmn:getDataObject('x') = 'y'", "http://www.w3.org/1999/XPath", True),
        ("not(bpmn:getDataObject('approved'))", "http://www.w3.org/1999/XPath", False),
        ("x == 'y' && amount > 5", "https://cel.dev", True),
    ],
)
def test_conditions_of_others_are_translated(text, language, value):
    assert translated(text, language, frozenset({"Vacation Approval"})).holds(VALUES) is value


@pytest.mark.parametrize(
    "text",
    [
        "${execution.getVariable('x')}",
        "${empty x}",
        "${x[0]}",
        "${x = 1}",
        "${",
        "${}",
        "open('x')",
        "x == 'y'",
        "import os",
        "lambda: 1",
    ],
)
def test_what_is_not_translated_is_told_and_never_run(text):
    with pytest.raises(NotTranslated) as told:
        translated(text, "", frozenset())
    assert str(told.value.message)


def test_setting_a_value_becomes_a_mapping_and_nothing_else_does():
    name, value = setting('${execution.setVariable("phase", "Beslut")}')
    assert (name, value.value({})) == ("phase", "Beslut")
    for text in (
        "${bean.call()}",
        "${execution.setVariable(name, 1)}",
        "${execution.setVariable('a', b.c())}",
    ):
        with pytest.raises(NotTranslated):
            setting(text)


def test_what_a_step_is_given_is_a_text_or_an_expression():
    assert given_value("Under beslut", frozenset()).value({}) == "Under beslut"
    assert given_value("it's \\ so\nand so", frozenset()).value({}) == "it's \\ so\nand so"
    assert given_value("${x}", frozenset()).value(VALUES) == "y"
    assert key_of("Ärende nr 5") == "Arende_nr_5" and key_of("5 days") == "_5_days"


def test_processes_that_call_each_other_in_a_circle_are_told_in_both_files():
    one = read_bpmn(a_file('<callActivity id="a" calledElement="other"/>'))
    other = read_bpmn(a_file('<callActivity id="b" calledElement="p"/>').replace(b'id="p"', b'id="other"'))
    assert not runs(judge(one, beside=[other])) and not runs(judge(other, beside=[one]))


def test_a_process_of_another_file_is_known_when_that_file_is_beside_it():
    calls = a_file('<callActivity id="a" calledElement="other"/>')
    other = a_file('<task id="b"/>').replace(b'id="p"', b'id="other"')
    assert not runs(judge(read_bpmn(calls)))
    assert runs(judge(read_bpmn(calls), beside=[read_bpmn(other)]))
