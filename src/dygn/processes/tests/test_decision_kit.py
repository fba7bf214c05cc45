"""The cases of the DMN Technology Compatibility Kit, level 2, held against our reading of them."""

from xml.etree import ElementTree

import pytest

from dygn.processes.rules.decisions.evaluate import decide
from dygn.processes.rules.decisions.read import read_decisions
from tests.material import DECISIONS, material

TYPE, NIL = ("{http://www.w3.org/2001/XMLSchema-instance}" + name for name in ("type", "nil"))


def children(node, name):
    return [child for child in node if child.tag.rpartition("}")[2] == name]


def value_of(node):
    if components := children(node, "component"):
        return {each.get("name"): value_of(each) for each in components}
    if lists := children(node, "list"):
        return [value_of(item) for item in children(lists[0], "item")]
    found = children(node, "value")
    if not found or found[0].get(NIL) == "true":
        return None
    kind, text = found[0].get(TYPE, "").partition(":")[2], found[0].text or ""
    if kind == "boolean":
        return text == "true"
    return float(text) if kind == "decimal" else text


def same(value):
    return pytest.approx(value, rel=1e-8) if isinstance(value, float) else value


@pytest.mark.parametrize("name", DECISIONS)
def test_every_case_of_the_kit_comes_out_as_it_says(name):
    folder = f"dmn-tck/compliance-level-2/{name}"
    model = read_decisions(material(f"{folder}/{name}.dmn").read_bytes())
    tried = 0
    for case in children(ElementTree.parse(material(f"{folder}/{name}-test-01.xml")).getroot(), "testCase"):
        values = {each.get("name"): value_of(each) for each in children(case, "inputNode")}
        for result in children(case, "resultNode"):
            expected = value_of(children(result, "expected")[0])
            outcome = decide(model, result.get("name"), values)
            assert outcome.value == same(expected), (case.get("id"), result.get("name"))
            tried += 1
    assert tried
