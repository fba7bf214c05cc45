"""Processes of others are read whole, and hostile ones are refused."""

import time
from xml.etree.ElementTree import canonicalize

import pytest

from dygn.base.errors import Refusal
from dygn.processes.rules.bpmn.read import read_bpmn, write_bpmn
from tests.material import PROCESSES, material

HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d">'


def a_file(inner):
    return f'{HEAD}<process id="p">{inner}</process></definitions>'.encode()


@pytest.mark.parametrize("path", PROCESSES)
def test_a_model_of_others_opens_and_is_written_back_whole(path):
    content = material(path).read_bytes()
    model = read_bpmn(content)
    assert any(scope.steps for scope in model.processes)
    assert canonicalize(write_bpmn(model), with_comments=True) == canonicalize(content, with_comments=True)


@pytest.mark.parametrize("path", PROCESSES)
def test_every_step_of_a_model_of_others_has_its_place_in_the_picture(path):
    model = read_bpmn(material(path).read_bytes())
    steps = {step.id for scope in model.processes for step in scope.everything()}
    drawn = {name for picture in model.pictures for name in picture.boxes}
    assert len(steps & drawn) >= 0.8 * len(steps)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"no xml at all", "no_xml"),
        (b"<html/>", "no_bpmn"),
        (b"", "no_xml"),
        (b"\xff\xfe<\x00", "no_xml"),
        (f"{HEAD}</definitions>".encode(), "no_process"),
        (b'<!DOCTYPE d [<!ENTITY a "b">]>' + a_file(""), "entities"),
        (
            '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE d SYSTEM "file:///etc/passwd"><d/>'.encode(
                "utf-16"
            ),
            "entities",
        ),
        (a_file("<task id='a'/>" * 100_000), "too_large"),
        (a_file("<task id='a'/>" + "<x>" * 150 + "</x>" * 150), "too_large"),
        (a_file("".join(f"<task id='t{number}'/>" for number in range(1_001))), "too_large"),
        (b"<a>" + b" " * 5_000_001, "too_large"),
        (a_file("<task id='a'/><task id='a'/>"), "ids"),
        (a_file("<task/>"), "ids"),
    ],
)
def test_what_is_no_process_or_a_hostile_one_is_refused_at_once(content, code):
    began = time.process_time()
    with pytest.raises(Refusal) as refused:
        read_bpmn(content)
    assert refused.value.code == code
    assert time.process_time() - began < 2
