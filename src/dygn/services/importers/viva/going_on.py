"""The old form's rules for leaving a step: something is filled in, or a box says that there is nothing."""

from typing import Any

from dygn.base.saying import _, says
from dygn.services.importers.viva.conditions import is_choice_of, names_in
from dygn.services.importers.viva.questions import Question, texts
from dygn.services.importers.viva.source import OldForm, Step
from dygn.services.importers.viva.words import in_words
from dygn.services.importers.viva.work import Work
from dygn.services.rules.imported import Verdict

Page = dict[str, Any]
_EITHER = "Fyll i det här. Gäller det inte dig, kryssa i rutan som säger det."


def keep_rules_for_going_on(old: OldForm, pages: list[Page], work: Work) -> None:
    """Turn the rules into required questions where that says the same; tell where it does not."""
    for step in old.steps:
        if step.go_on_if and step is not old.steps[-1]:
            where = in_words(step.title) or step.id
            rule = f"going on only if {step.go_on_if}"[:120]
            if _is_kept_already(step, pages, work) or _keep(step, pages, work):
                work.say(Verdict.CARRIED, where, rule)
            else:
                work.say(Verdict.LEFT, where, rule, says(_("the page may be left empty instead")))


def _is_kept_already(step: Step, pages: list[Page], work: Work) -> bool:
    """One of some boxes is ticked: they are one required question now."""
    names = is_choice_of(step.go_on_if)
    term = work.answered.get(names[0], "") if names else ""
    return any(
        each["id"] in term and each.get("required", True) is True
        for page in pages
        for each in page["questions"]
    )


def _keep(step: Step, pages: list[Page], work: Work) -> bool:
    """Require the entries of one page as long as none of them is there; the box hides them."""
    names = dict.fromkeys(names_in(step.go_on_if))
    entries = [
        work.names[entry] for name in names for entry in work.sums.get(name, [name]) if entry in work.names
    ]
    found = [(page, each) for page in pages for each in page["questions"] if each["id"] in entries]
    boxes = [each["id"] for _page, each in found if each["kind"] == "declaration"]
    wanted = [(page, each) for page, each in found if each["kind"] != "declaration"]
    if len(boxes) != 1 or not wanted or len({id(page) for page, _each in wanted}) != 1:
        return False
    if not all(_is_hidden_by(boxes[0], page, each) for page, each in wanted):
        return False
    for _page, each in wanted:
        _require(each, [other for _page, other in wanted if other is not each])
    return True


def _is_hidden_by(box: str, page: Page, question: Question) -> bool:
    return f"!{box}" in f"{page.get('shown_if', '')} {question.get('shown_if', '')}".split()


def _require(question: Question, others: list[Question]) -> None:
    unanswered = [
        f"{each['id']}.size() == 0" if each["kind"] == "group" else f"{each['id']} == null" for each in others
    ]
    question["required"] = " && ".join(unanswered) or True
    question.setdefault("errors", {})["required"] = texts(_EITHER)
