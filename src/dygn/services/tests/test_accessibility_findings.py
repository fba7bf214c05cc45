"""What a browser sends of the pages that axe looked at."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dygn.base.errors import Refusal
from dygn.forms.rules.definition import FormDefinition
from dygn.services.rules.accessibility import is_without_violations, pages_to_look_at, read_findings
from dygn.services.rules.definition import definition_from_data
from dygn.services.rules.package.compiling import compile_definition
from dygn.services.tests.factories import a_package

SMALL = definition_from_data(compile_definition(a_package()))
LABEL = {
    "id": "label",
    "help": "Form elements must have labels",
    "impact": "critical",
    "count": 2,
    "where": ["#a"],
}


def sent(*languages, of=SMALL, **violations):
    """A whole result; ``errors=[...]`` are the violations seen on every page in that way."""
    pages = [
        {"language": language, "id": page.id, "way": way, "violations": violations.get(way, [])}
        for language in languages or of.languages
        for page in pages_to_look_at(of, "en")
        for way in page.ways
    ]
    return {"axe": "4.14.1", "pages": pages}


def test_every_page_is_kept_once_with_what_was_found():
    found = read_findings(sent(empty=[LABEL], errors=[LABEL | {"count": 5}]), SMALL, "en")
    assert [page["title"] for page in found["pages"] if page["language"] == "sv"] == [
        "The page of the service",
        "About you",
        "Your dog",
        "Vaccination",
        "Children",
        "Going on later",
        "Checking all answers, with those of a scenario",
        "The receipt",
    ]
    assert {page["language"] for page in found["pages"]} == set(SMALL.languages) == set(found["languages"])
    assert found["pages"][0]["violations"] == [LABEL]
    assert found["pages"][len(SMALL.languages)]["violations"] == [LABEL | {"count": 5}]
    assert not is_without_violations(found) and is_without_violations(read_findings(sent(), SMALL, "en"))


def test_one_language_is_looked_at_alone_when_it_is_chosen():
    assert read_findings(sent("sv"), SMALL, "en", ["sv"])["languages"] == ["sv"]
    for other in (sent(), sent("en")):
        with pytest.raises(Refusal, match="check_incomplete"):
            read_findings(other, SMALL, "en", ["sv"])


def test_one_that_several_sign_is_looked_at_by_those_too_and_one_that_looks_up_with_what_it_is_told():
    from dygn.services.rules.signing import SEVERAL, SigningRule

    signed = replace(SMALL, signing=SigningRule(who=SEVERAL))
    ids = [page.id for page in pages_to_look_at(signed, "en")]
    assert ids[-3:] == ["_waiting", "_co_sign", "_receipt"]
    asking = replace(SMALL.form.pages[0].questions[0], kind="lookup")
    page = replace(SMALL.form.pages[0], questions=(asking,))
    looking_up = replace(SMALL, form=FormDefinition((page,)))
    assert pages_to_look_at(looking_up, "en")[1].ways == ("empty", "errors", "told", "silent")


@pytest.mark.parametrize(
    "broken",
    [
        None,
        [],
        {"pages": "all"},
        {"pages": []},
        {"pages": sent()["pages"][1:]},
        {"pages": [*sent()["pages"], {"language": "sv", "id": "strange", "way": "empty", "violations": []}]},
        {"pages": [*sent()["pages"], sent()["pages"][0]]},
        {"pages": [each | {"violations": None} for each in sent()["pages"]]},
        {"pages": [each | {"violations": ["x"]} for each in sent()["pages"]]},
    ],
)
def test_less_than_every_page_is_no_result(broken):
    with pytest.raises(Refusal, match="check_incomplete"):
        read_findings(broken, SMALL, "en")


def test_what_is_too_much_is_cut():
    much = [
        {"id": f"r{n}" * 100, "help": "x" * 9_999, "count": -1, "where": ["y" * 999] * 50} for n in range(500)
    ]
    violations = read_findings(sent(empty=much), SMALL, "en")["pages"][0]["violations"]
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
        read_findings(anything, SMALL, "en")
