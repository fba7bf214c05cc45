import pytest
from hypothesis import given
from hypothesis import strategies as st

from dygn.cases.rules.references import CODE_LETTERS, make_code, make_reference, read_code, read_reference


def test_a_reference_reads_well():
    assert make_reference("ekeby", year=2026, number=4711) == "EKE-2026-004711"


def test_a_short_name_is_filled_out():
    assert make_reference("å", year=2026, number=1, digits=7) == "XXX-2026-0000001"


@pytest.mark.parametrize(
    "typed", ["eke-2026-004711", " EKE 2026 004711 ", "EKE2026004711", "eke–2026–004711"]
)
def test_a_reference_may_be_typed_sloppily(typed):
    assert read_reference(typed) == "EKE-2026-004711"


@given(st.text())
def test_whatever_is_typed_gives_a_reference_or_nothing(typed):
    assert read_reference(typed) == "" or make_reference("x", year=1, number=1)


def test_the_same_draft_gives_the_same_code():
    assert make_code("d1", key="k") == make_code("d1", key="k")
    assert make_code("d1", key="k") != make_code("d1", key="other") != make_code("d2", key="k")


def test_a_code_may_be_typed_sloppily():
    code = make_code("d1", key="k")
    assert read_code(code.lower().replace("-", " ")) == code
    assert read_code("no") == ""


@given(st.uuids())
def test_a_code_is_written_in_letters_that_nobody_mixes_up(draft_id):
    code = make_code(str(draft_id), key="k").replace("-", "")
    assert len(code) == 10 and set(code) <= set(CODE_LETTERS)
