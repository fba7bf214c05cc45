import pytest

from dygn.base.errors import Refusal
from dygn.cases.tests.permits import a_permit, a_permit_case, a_permit_drawn_anew
from dygn.config.tests.test_command_line import heard, say
from dygn.processes.tests import test_bpmn_reading as bpmn
from dygn.processes.tests.test_bpmn_drawing import DRAWN
from dygn.processes.tests.test_decisions import ROWS, a_model, a_table
from tests.cast import scope


def a_file(tmp_path, logic):
    path = tmp_path / "fee.dmn"
    path.write_bytes(a_model(logic))
    return path


def test_a_table_is_checked_and_tried_by_command(tmp_path):
    path = a_file(tmp_path, a_table(*ROWS, policy="FIRST"))
    assert heard("process", "check", path) == [
        {"decision": "Fee", "table": "FIRST", "rows": 3, "runs": True, "why_not": ""}
    ]
    assert heard("process", "decide", path, "Fee", "--set", "Metres=9") == {"decided": 100.0, "rows": [1, 2, 3]}


def test_what_does_not_run_and_what_decides_nothing_end_with_one(tmp_path):
    path = a_file(tmp_path, a_table(("for x in [1] return x", "1")))
    checked = say("process", "check", path)
    assert checked.exit_code == 1 and "row 1" in checked.output
    overlapping = say("process", "decide", a_file(tmp_path, a_table(*ROWS)), "Fee", "--set", "Metres=9")
    assert overlapping.exit_code == 1 and "1, 2, 3" in overlapping.output


def test_a_process_is_told_step_by_step(tmp_path):
    path, called = tmp_path / "permit.bpmn", tmp_path / "other.bpmn"
    path.write_bytes(bpmn.a_file('<task id="a" name="Look"/><callActivity id="b" calledElement="other"/>'))
    called.write_bytes(bpmn.a_file('<task id="c"/>').replace(b'id="p"', b'id="other"'))
    checked = say("process", "check", path)
    assert checked.exit_code == 1 and "other" in checked.output
    steps = heard("process", "check", path, "--with", called)
    assert [(each["element"], each["kind"], each["runs"]) for each in steps] == [
        ("a", "task", True),
        ("b", "callActivity", True),
    ]


def test_a_process_is_read_as_a_list_or_as_a_picture(tmp_path):
    path = tmp_path / "permit.bpmn"
    path.write_bytes(bpmn.a_file('<startEvent id="s"/><task id="a" name="Look"/>'))
    listed = heard("process", "draw", path)
    assert [(each["number"], each["step"], each["what"]) for each in listed] == [("1", "", "Begins"), ("2", "Look", "Step")]
    shapes = DRAWN.format(x=10).encode() + b"</definitions>"
    path.write_bytes(bpmn.a_file('<task id="a" name="Look"/>').replace(b"</definitions>", shapes))
    assert "<svg" in say("process", "draw", path, "--svg").output


@pytest.mark.django_db
def test_processes_under_way_are_moved_by_command_after_a_look():
    with scope() as ekeby:
        case = a_permit_case(a_permit())
        a_permit_drawn_anew()
    move = ("process", "migrate", "--municipality", ekeby.slug, "parking-permit")
    told = say(*move, "--json")
    assert told.exit_code == 1 and "nothing in the new drawing is like it" in told.output
    renamed = (*move, "--step", "read_statement=read_papers", "--case", case.reference)
    assert heard(*renamed)[0]["moves_to"] == heard(*renamed, "--move")[0]["moves_to"] != ""
    assert "No process is under way" in say(*renamed).output
    with pytest.raises(Refusal):
        say(*move[:-1], "nothing")
