import pytest

from dygn.forms.rules.kinds import KINDS
from dygn.forms.rules.proof import WITH_OPTIONS
from dygn.forms.rules.proof_of_kinds import WITH_ROWS
from dygn.services.rules.editing.kinds import become_kind, lost_by_kind
from dygn.services.rules.editing.package import edited_package, question_data, questions_data
from dygn.services.rules.package.files import open_package
from dygn.services.tests.factories import PACKAGES

TAKEN_BY = {
    "options": WITH_OPTIONS,
    "questions": WITH_ROWS,
    "rows": {"table"},
    "facts": {"lookup"},
    "calendar": {"booking"},
    "guardians_of": {"co_signers"},
    "text": {"information", "declaration"},
}


def one_of_each_kind():
    """Give a question of each kind that a package of ours asks, with the package."""
    found = {}
    package = edited_package(open_package(PACKAGES / "parking-permit"))
    for question, _home, _page in questions_data(package.data):
        found.setdefault(question["kind"], (package, question))
    return found


@pytest.fixture(scope="module")
def asked():
    return one_of_each_kind()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_question_keeps_what_its_new_kind_does_not_take(kind, asked):
    assert len(asked) > 8
    for package, question in asked.values():
        changed = become_kind(package, question["id"], kind)
        facts = question_data(changed.data, question["id"])[0]
        assert facts["kind"] == kind
        strange = {each for each in facts if kind not in TAKEN_BY.get(each, KINDS)}
        assert strange == set(), question["id"]
        assert lost_by_kind(changed, question["id"], kind) == []
        assert (facts.get("label") or facts["text"]) in (question.get("label"), question.get("text"))
