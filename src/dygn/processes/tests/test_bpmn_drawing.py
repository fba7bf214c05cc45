"""A process is read without scripts: as a list, and as a picture with the list as its words."""

from xml.etree import ElementTree

import pytest

from dygn.base.errors import Refusal
from dygn.processes.rules.bpmn.drawing import as_list, as_svg
from dygn.processes.rules.bpmn.read import read_bpmn
from dygn.processes.tests.test_bpmn_executable import condition, flow
from dygn.processes.tests.test_bpmn_reading import HEAD, a_file
from tests.material import PROCESSES, material

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = (
    '<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"><bpmndi:BPMNPlane><bpmndi:BPMNShape bpmnElement="a">'
    '<dc:Bounds x="{x}" y="10" width="100" height="80"/></bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>'
)


@pytest.mark.parametrize("path", PROCESSES)
def test_a_model_of_others_is_shown_with_every_step_in_words(path):
    model = read_bpmn(material(path).read_bytes())
    steps = [step for scope in model.processes for step in scope.everything()]
    lines = [line for scope in model.processes for line in as_list(scope)]
    assert {line.step.id for line in lines} == {step.id for step in steps}
    root = ElementTree.fromstring(as_svg(model))
    assert root.get("role") == "img"
    words = root.findtext(f"{SVG}desc")
    assert all(step.name in words for step in steps)
    titles = [each.text for each in root.iter(f"{SVG}title")]
    assert len(titles) > 0.6 * len(steps)
    assert not any(each.tag in (f"{SVG}script", f"{SVG}style") or each.get("style") for each in root.iter())


def test_a_list_follows_the_arrows_and_says_where_each_step_leads():
    inner = (
        '<task id="late" name="Late"/><task id="look" name="Look"/><endEvent id="e"/><startEvent id="s"/>'
        '<exclusiveGateway id="g" default="g-e"/><subProcess id="p1" name="Whole"><task id="in" name="In"/></subProcess>'
        '<boundaryEvent id="x" attachedToRef="look"><messageEventDefinition/></boundaryEvent>'
        + flow("s", "look")
        + flow("look", "g")
        + flow("g", "p1", condition("${ok}"), 'name="Yes"')
        + flow("g", "e")
        + flow("p1", "e")
        + flow("x", "late")
    )
    lines = as_list(read_bpmn(a_file(inner)).processes[0])
    assert [(line.number, line.step.id) for line in lines] == [
        ("1", "s"),
        ("2", "look"),
        ("3", "x"),
        ("4", "g"),
        ("5", "late"),
        ("6", "p1"),
        ("6.1", "in"),
        ("7", "e"),
    ]
    assert lines[3].ways == (("Yes", "6"), ("", "7"))


def test_a_name_cannot_break_out_of_the_picture():
    task = '<task id="a" name="&lt;script&gt;alert(1)&lt;/script&gt; &quot;&amp;"/>'
    content = f'{HEAD}<process id="p">{task}</process>{DRAWN.format(x=10)}</definitions>'.encode()
    svg = as_svg(read_bpmn(content))
    assert "<script" not in svg and ElementTree.fromstring(svg) is not None


@pytest.mark.parametrize("x", ["nan", "inf", "1e99", "here"])
def test_a_place_that_is_none_is_refused(x):
    with pytest.raises(Refusal) as refused:
        read_bpmn(f'{HEAD}<process id="p"><task id="a"/></process>{DRAWN.format(x=x)}</definitions>'.encode())
    assert refused.value.code == "picture"


def test_a_file_without_a_drawing_says_so_and_is_still_a_list():
    model = read_bpmn(a_file('<task id="a"/>'))
    with pytest.raises(Refusal) as refused:
        as_svg(model)
    assert refused.value.code == "no_drawing" and len(as_list(model.processes[0])) == 1
