"""A question becomes one of another kind: what only the old kind has goes, so that nothing is left that no page shows."""

from collections.abc import Mapping
from typing import Any

from dygn.forms.rules.places import placed_questions
from dygn.forms.rules.proof import faults_in
from dygn.forms.rules.proof_of_kinds import WITH_ROWS
from dygn.services.rules.editing.changes import change_question
from dygn.services.rules.editing.package import EditedPackage, question_data
from dygn.services.rules.editing.uses import without_uses

# What only one kind of question has, also where another kind would let it stand.
_OF_ONE_KIND = (
    "limits", "source", "source_name", "facts", "by_hand", "calendar", "guardians_of", "list_from", "list_fetched_at",
)  # fmt: skip
_STAYS = ("id", "kind", "label", "hint", "why", "goes_to", "required", "shown_if", "required_if")


def become_kind(
    package: EditedPackage, question_id: str, kind: str, *, with_uses: bool = False
) -> EditedPackage:
    """Make a question one of another kind, without what that kind does not take.

    Conditions, letters and scenarios that use it stay, and are told among the faults where they no longer
    fit; with ``with_uses`` they go. Raises Refusal for a question that is not the service's own.
    """
    if with_uses:
        package = without_uses(package, asked_within(package, question_id))
    lost = dict.fromkeys(_OF_ONE_KIND)
    changed = change_question(package, question_id, {**lost, **_words(package, question_id, kind), "kind": kind})
    if kind not in WITH_ROWS:
        changed = change_question(changed, question_id, {"questions": None, "rows": None, "row_name": None})
    while strange := _not_taken(changed, question_id):
        changed = change_question(changed, question_id, dict.fromkeys(strange))
    return changed


def lost_by_kind(package: EditedPackage, question_id: str, kind: str) -> list[str]:
    """Name the facts of a question that go when it becomes another kind, as the package calls them."""
    return [
        name
        for name in _facts(package, question_id)
        if name not in _facts(become_kind(package, question_id, kind), question_id)
    ]


def asked_within(package: EditedPackage, question_id: str) -> set[str]:
    """Give the ids of a question and of those within it."""
    return {question_id, *(each["id"] for each in _facts(package, question_id).get("questions", ()))}


def _words(package: EditedPackage, question_id: str, kind: str) -> dict[str, Any]:
    """Carry what is written over: an information text has its words under another name."""
    facts = _facts(package, question_id)
    if kind == "information":
        return {"text": facts.get("text") or facts.get("label"), "label": None}
    text = facts.get("text") if kind == "declaration" and "label" in facts else None
    return {"label": facts.get("label") or facts.get("text"), "text": text}


def _facts(package: EditedPackage, question_id: str) -> Mapping[str, Any]:
    found = question_data(package.data, question_id)
    return found[0] if found else {}


def _not_taken(package: EditedPackage, question_id: str) -> set[str]:
    """Name the facts that the proof-reader finds wrong with a question, but for what every kind has."""
    form = package.form
    paths = [tuple(path) for path, question, _page in placed_questions(form) if question.id == question_id]
    here = paths[0]
    facts = _facts(package, question_id)
    return {
        str(fault.path[len(here)])
        for fault in faults_in(form, package.languages)
        if tuple(fault.path[: len(here)]) == here
        and len(fault.path) > len(here)
        and fault.path[len(here)] in facts
        and fault.path[len(here)] not in _STAYS
    }
