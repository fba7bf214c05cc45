"""What a browser sends of the pages that axe looked at."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dygn.base.errors import Refusal
from dygn.services.rules.accessibility import WAYS, is_without_violations, read_findings
from dygn.services.rules.definition import definition_from_data
from dygn.services.rules.package.compiling import compile_definition
from dygn.services.tests.factories import a_package

FORM = definition_from_data(compile_definition(a_package())).form
LABEL = {
    "id": "label",
    "help": "Form elements must have labels",
    "impact": "critical",
    "count": 2,
    "where": ["#a"],
}


def sent(**violations):
    """A whole result; ``errors=[...]`` are the violations seen on every page in that way."""
    pages = [
        {"id": page.id, "way": way, "violations": violations.get(way, [])}
        for page in FORM.pages
        for way in WAYS
    ]
    return {"axe": "4.14.1", "pages": pages}


def test_every_page_is_kept_once_with_what_was_found():
    found = read_findings(sent(empty=[LABEL], errors=[LABEL | {"count": 5}]), FORM, "en")
    assert [page["title"] for page in found["pages"]][:2] == ["About you", "Your dog"]
    assert found["pages"][0]["violations"] == [LABEL | {"count": 5}]
    assert not is_without_violations(found) and is_without_violations(read_findings(sent(), FORM, "en"))


@pytest.mark.parametrize(
    "broken",
    [
        None,
        [],
        {"pages": "all"},
        {"pages": []},
        {"pages": sent()["pages"][1:]},
        {"pages": [*sent()["pages"], {"id": "strange", "way": "empty", "violations": []}]},
        {"pages": [*sent()["pages"], sent()["pages"][0]]},
        {"pages": [each | {"violations": None} for each in sent()["pages"]]},
        {"pages": [each | {"violations": ["x"]} for each in sent()["pages"]]},
    ],
)
def test_less_than_every_page_is_no_result(broken):
    with pytest.raises(Refusal, match="check_incomplete"):
        read_findings(broken, FORM, "en")


def test_what_is_too_much_is_cut():
    much = [
        {"id": f"r{n}" * 100, "help": "x" * 9_999, "count": -1, "where": ["y" * 999] * 50} for n in range(500)
    ]
    violations = read_findings(sent(empty=much), FORM, "en")["pages"][0]["violations"]
    assert len(violations) <= 100
    assert all(
        len(each["help"]) == 300 and len(each["where"]) == 5 and each["count"] == 1 for each in violations
    )


JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=5),
    lambda inner: (
        some.lists(inner, max_size=3)
        | some.dictionaries(
            some.sampled_from(["pages", "id", "way", "violations", "where", "axe"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_nothing_that_is_sent_makes_it_fall(anything):
    with pytest.raises(Refusal):
        read_findings(anything, FORM, "en")
